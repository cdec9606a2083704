// Set the reader's choice of light or dark before anything is drawn; a module would come too late and flash.
try {
  const scheme = localStorage.getItem("scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch {
  // Storage is refused: the system's scheme holds.
}
