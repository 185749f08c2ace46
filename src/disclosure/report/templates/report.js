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

// What is there to quote or embed is copied by a button, with its address. Where a browser gives no clipboard, it is marked.
function offerCopies() {
  const published = /^https?:$/.test(location.protocol);
  for (const quotation of document.querySelectorAll(".quotation")) {
    if (published) quotation.textContent = quotation.textContent.replace(/https:\/\/YOUR\.SITE\/[^"#]*/, location.href.split("#")[0]);
    const link = quotation.dataset.link;
    const button = buttonAfter(quotation, "Copy", async () => {
      const text = quotation.textContent + (link && published ? ` ${new URL(link, location.href)}` : "");
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = words["Copied"];
      } catch {
        getSelection().selectAllChildren(quotation);
        button.textContent = words[document.execCommand("copy") ? "Copied" : "Copy by hand: it is marked"];
      }
    });
  }
}

function buttonAfter(element, said, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words[said];
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", act);
  element.after(button);
  return button;
}

// A chart with its words on a picture of the size that social networks show.
function offerSharing() {
  for (const figure of document.querySelectorAll("figure.chart")) {
    const place = figure.querySelector(".take .note");
    if (place) buttonAfter(place, "Picture for sharing (1200 × 630)", () => share(figure));
  }
}

async function share(figure) {
  const [width, height, edge] = [1200, 630, 48];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d");
  const family = getComputedStyle(figure).fontFamily;
  const said = (selector) => figure.querySelector(selector)?.textContent.trim() ?? "";
  const write = (text, size, weight, colour, top, most) => {
    pen.font = `${weight} ${size}px ${family}`;
    pen.fillStyle = colour;
    const lines = [""];
    for (const piece of text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/g) ?? []) {
      if (pen.measureText(lines.at(-1) + piece.trimEnd()).width > width - 2 * edge && lines.at(-1)) lines.push("");
      lines[lines.length - 1] += piece;
    }
    lines.slice(0, most).forEach((line, k) => pen.fillText(k === most - 1 && lines.length > most ? `${line.trimEnd()}…` : line, edge, top + size * (1 + 1.25 * k)));
    return top + size * 1.25 * Math.min(lines.length, most);
  };
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  const head = write(said(".measure"), 24, 400, "#595959", write(said(".finding"), 42, 700, "#1a1a1a", edge - 8, 3) + 6, 1) + 16;
  const foot = height - edge - 16;
  write(said(".source"), 20, 400, "#595959", foot, 1);
  const picture = Object.assign(new Image(), { src: figure.querySelector("img").src });
  await picture.decode();
  const scale = Math.min((width - 2 * edge) / picture.naturalWidth, (foot - head - 12) / picture.naturalHeight);
  const [across, down] = [picture.naturalWidth * scale, picture.naturalHeight * scale];
  pen.drawImage(picture, (width - across) / 2, head, across, down);
  Object.assign(document.createElement("a"), { href: canvas.toDataURL("image/png"), download: `${figure.id}-${document.documentElement.lang}-1200x630.png` }).click();
}

closePanels();
offerCopies();
offerSharing();
