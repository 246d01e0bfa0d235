// A browser before Chromium 94 cannot parse this script, and leaves it out.
class StaticBlock { static { window.parsesStaticBlocks = true } }
