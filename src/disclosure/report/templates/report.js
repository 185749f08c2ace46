"use strict";
// What makes a report easier to use where scripts run; it is whole without them. Words come from the page, in its language.

const words = JSON.parse(document.body.dataset.words);

// The panel of a followed figure closes on Escape, or by its button, and leaves the reader where she came from.
function closePanels() {
  let opener = null;
  const close = (panel) => {
    const back = opener && opener.hash === `#${panel.id}` ? opener : document.getElementById(panel.querySelector("a.close, a.back")?.hash.slice(1));
    location.hash = back ? back.id : "";
    back?.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link?.id && /^#[eg]-/.test(link.hash)) opener = link;
    if (!link?.matches(".crop a.close")) return;
    event.preventDefault();
    close(link.closest(".crop"));
  });
  document.addEventListener("keydown", (event) => {
    const panel = document.querySelector(".crop:target, .entry:target");
    if (event.key === "Escape" && panel) close(panel);
  });
}

closePanels();
