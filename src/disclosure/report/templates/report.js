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

// A chart is taken away as the file that the page holds, and as a picture drawn of it.
function offerPictures() {
  for (const figure of document.querySelectorAll("figure.chart")) {
    const file = figure.querySelector(".taken a[download$='.svg']");
    const button = buttonAfter(file, "PNG", () => picture(file));
    button.setAttribute("aria-label", file.ariaLabel.replace("SVG", "PNG"));
    file.after(" ");
    const place = figure.querySelector(".take .note");
    if (place) buttonAfter(place, "Picture for sharing (1200 × 630)", () => share(figure));
  }
}

async function picture(file) {
  const drawing = Object.assign(new Image(), { src: file.href });
  await drawing.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * drawing.naturalWidth, height: 2 * drawing.naturalHeight });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(drawing, 0, 0, canvas.width, canvas.height);
  save(canvas, file.download.replace(".svg", ".png"));
}

function save(canvas, name) {
  Object.assign(document.createElement("a"), { href: canvas.toDataURL("image/png"), download: name }).click();
}

// With its words, of the size that social networks show.
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
  const drawing = Object.assign(new Image(), { src: figure.querySelector("img").src });
  await drawing.decode();
  const scale = Math.min((width - 2 * edge) / drawing.naturalWidth, (foot - head - 12) / drawing.naturalHeight);
  const [across, down] = [drawing.naturalWidth * scale, drawing.naturalHeight * scale];
  pen.drawImage(drawing, (width - across) / 2, head, across, down);
  save(canvas, `${figure.id}-${document.documentElement.lang}-1200x630.png`);
}

// A table is sorted by a click on the head of a column; numbers by value, the largest first. A total stays where it is.
function sortTables() {
  for (const table of document.querySelectorAll("figure.table table")) {
    const rows = [...table.tBodies[0].rows];
    if (rows.length < 3) continue;
    const totals = rows.filter((row) => row.matches(".total"));
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.ariaSort ? head.ariaSort === "ascending" : head.matches(".number");
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.ariaSort = down ? "descending" : "ascending";
        const others = rows.filter((row) => !totals.includes(row));
        others.sort((a, b) => inOrder(a.cells[column], b.cells[column], down));
        const first = totals.length && rows[0] === totals[0];
        table.tBodies[0].append(...(first ? [...totals, ...others] : [...others, ...totals]));
      });
    });
  }
}

// An empty cell comes last, whichever way.
function inOrder(a, b, down) {
  const [one, two] = [a, b].map((cell) => cell.dataset.value ?? cell.textContent.trim());
  if (!one || !two) return !one - !two;
  const numbers = [one, two].map(exact);
  const order = numbers.includes(null) ? one.localeCompare(two, document.documentElement.lang, { numeric: true })
    : numbers[0] < numbers[1] ? -1 : Number(numbers[0] > numbers[1]);
  return down ? -order : order;
}

// A number as it is written, in whole steps of its tenth decimal; null where a text is none.
function exact(text) {
  const found = /^([-+]?)(\d[\d,]*)(?:\.(\d{1,10}))?%?$/.exec(text.replace("−", "-"));
  return found && BigInt(found[1] + found[2].replaceAll(",", "") + (found[3] ?? "").padEnd(10, "0"));
}

// A long table has a box: what is typed there, its rows hold.
function filterTables() {
  for (const figure of document.querySelectorAll("figure.table")) {
    const rows = [...figure.querySelector("tbody").rows];
    if (rows.length <= 12) continue;
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "search" });
    const count = document.createElement("output");
    label.append(`${words["Rows with"]} `, input);
    const box = Object.assign(document.createElement("p"), { className: "filter" });
    box.append(label, " ", count);
    figure.prepend(box);
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
      const left = rows.filter((row) => !row.hidden).length;
      count.textContent = wanted ? words["{n} of {all} rows"].replace("{n}", left).replace("{all}", rows.length) : "";
    });
  }
}

// Columns that a narrow screen hides are named above the table, until one has scrolled to them.
function nameHiddenColumns() {
  for (const box of document.querySelectorAll("figure.table .scroll")) {
    const heads = [...box.querySelectorAll("thead th")];
    const more = Object.assign(document.createElement("p"), { className: "more", ariaHidden: "true", hidden: true });
    box.before(more);
    const look = () => {
      const edge = box.getBoundingClientRect().right + 1;
      const beyond = heads.filter((head) => head.getBoundingClientRect().right > edge).map((head) => head.textContent);
      more.hidden = !beyond.length;
      more.textContent = words["To the right: {columns}"].replace("{columns}", beyond.join(" · "));
    };
    new ResizeObserver(look).observe(box);
    box.addEventListener("scroll", look, { passive: true });
  }
}

closePanels();
offerCopies();
offerPictures();
sortTables();
filterTables();
nameHiddenColumns();
