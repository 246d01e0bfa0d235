"""Every page in every state, in a real browser: what is wrong there."""
