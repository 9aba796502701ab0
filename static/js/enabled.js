// Runs before the page is painted, so that what needs JavaScript never flashes. External, because the policy
// forbids scripts inside the page.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
