
"use strict";
// Shows the row of the table that a mark stands for beside the picture. Everything shown is a copy of what is
// in the table; no text is made into markup here.
(() => {
  const picture = document.getElementById("picture");
  const detail = document.getElementById("detail");
  const table = document.getElementById("beads");
  let chosen = [];

  const heading = (words) => {
    const element = document.createElement("h3");
    element.textContent = words;
    return element;
  };
  const copy = (cell) => {
    const element = document.createElement("div");
    for (const name of ["lang", "dir", "class"]) {
      if (cell.hasAttribute(name)) element.setAttribute(name, cell.getAttribute(name));
    }
    element.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
    return element;
  };
  // A bar for each term of the evidence, as long as the term is large beside the largest.
  const withBars = (terms) => {
    const values = [...terms.querySelectorAll("dd")];
    const largest = Math.max(...values.map((value) => Math.abs(Number(value.textContent))), 1e-9);
    for (const value of values) {
      const number = Number(value.textContent);
      const bar = document.createElement("span");
      bar.className = number < 0 ? "weight against" : "weight for";
      bar.setAttribute("aria-hidden", "true");
      const length = document.createElement("i");
      length.style.width = `${(100 * Math.abs(number)) / largest}%`;
      bar.append(length);
      value.after(bar);
    }
    return terms;
  };
  const show = (link) => {
    const row = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!row || chosen[0] === link) return;
    chosen.forEach((element) => element.classList.remove("chosen"));
    chosen = [link, row];
    chosen.forEach((element) => element.classList.add("chosen"));
    const [head, source, target, evidence] = row.cells;
    const names = table.tHead.rows[0].cells;
    const score = evidence.querySelector("summary").textContent;
    detail.replaceChildren(
      copy(head),
      heading(names[1].textContent), copy(source),
      heading(names[2].textContent), copy(target),
      heading(`${names[3].textContent}, ${score}`),
      withBars(evidence.querySelector("dl").cloneNode(true)),
    );
    detail.scrollTop = 0;
  };
  for (const event of ["mouseover", "focusin"]) {
    picture.addEventListener(event, (happened) => show(happened.target.closest("a")));
    table.tBodies[0].addEventListener(event, (happened) => {
      const row = happened.target.closest("tr");
      show(row && picture.querySelector(`a[href="#${row.id}"]`));
    });
  }
  show(picture.querySelector(`a[href="#${detail.dataset.first}"]`));
})();
