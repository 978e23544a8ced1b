// Sets light or dark before the first paint, so a dark screen never flashes white. A file of its own because the
// content policy allows no inline script. The key is the one in src/theme/colorScheme.ts.
(() => {
  var stored = null;
  try {
    stored = window.localStorage.getItem('lavoro.color-scheme');
  } catch (_) {
    // Storage is switched off: follow the system.
  }
  var dark = stored === 'dark' || (stored !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
