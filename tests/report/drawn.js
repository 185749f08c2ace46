// What is wrong with a chart's SVG as it is drawn: words over words, under a line, or cut at the edge.
(svg) => {
  const LEAST = 0.7; // pixels that count
  const frame = svg.getBoundingClientRect();
  const said = [...svg.querySelectorAll("g[transform]")].filter((g) => g.querySelector(":scope > use") && !g.closest("defs"));
  const boxes = said.map((g) => g.getBoundingClientRect());
  const faults = [];
  const where = (box) => `at ${Math.round(box.left - frame.left)}, ${Math.round(box.top - frame.top)}`;
  boxes.forEach((a, k) => {
    if (a.left < frame.left - LEAST || a.right > frame.right + LEAST || a.top < frame.top - LEAST || a.bottom > frame.bottom + LEAST)
      faults.push(`words are cut ${where(a)}`);
    for (const b of boxes.slice(k + 1)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > LEAST && high > LEAST) faults.push(`words overlap ${where(b)}`);
    }
  });
  for (const line of svg.querySelectorAll("path")) {
    if (line.closest("defs, clipPath, pattern") || getComputedStyle(line).fill !== "none") continue;
    const toScreen = line.getScreenCTM();
    for (let along = 0; along <= line.getTotalLength(); along += 1.5) {
      const { x, y } = line.getPointAtLength(along).matrixTransform(toScreen);
      const box = boxes.find((b) => x > b.left + LEAST && x < b.right - LEAST && y > b.top + LEAST && y < b.bottom - LEAST);
      if (box) { faults.push(`a line runs through words ${where(box)}`); break; }
    }
  }
  const sizes = said.map((g) => parseFloat(/scale\(([\d.]+)/.exec(g.getAttribute("transform"))[1]) * 400);
  return { faults, words: boxes.length, smallest: Math.min(...sizes), width: frame.width };
}
