// Says in words that a passkey was not used: the browser's own prompt was closed, or there is none on this device.
document.addEventListener("allauth.error", (event) => {
  const line = document.querySelector("[data-passkey-problem]");
  if (!line) return;
  event.preventDefault();
  line.textContent = "The passkey was not used. Try again, or go on another way.";
});
