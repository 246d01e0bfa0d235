// Written for old browsers: where one cannot parse Streamlit's scripts, a plain page in place of a blank one.
(function () {
  // Chromium 61 and 94: scripts as modules, static blocks in classes.
  if ("noModule" in document.createElement("script") && window.parsesStaticBlocks) return
  if (window.stop) window.stop()
  document.documentElement.innerHTML = OLD_BROWSER
})()
