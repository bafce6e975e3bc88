// Light or dark: as the system says, until somebody chooses.

const KEY = 'fscensus.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function theme() {
  return stored() ?? (system.matches ? 'dark' : 'light');
}

export function applyTheme() {
  document.documentElement.dataset.theme = theme();
}

export function switchTheme() {
  const chosen = theme() === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Without storage the choice holds for this page.
  }
  document.documentElement.dataset.theme = chosen;
}

system.addEventListener('change', applyTheme);
