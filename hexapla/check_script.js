
"use strict";
// Makes the table of counts a filter: each check gets a box, and findings of unticked ones are hidden.
(() => {
  const rows = [...document.querySelectorAll("#checks tbody tr")];
  const items = [...document.querySelectorAll("#findings > li")];
  const boxes = rows.map((row) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    const cell = row.cells[0];
    label.append(box, " ", ...cell.childNodes);
    cell.append(label);
    return box;
  });
  const apply = () => {
    const shown = new Set(rows.filter((_, k) => boxes[k].checked).map((row) => row.dataset.check));
    for (const item of items) item.hidden = !shown.has(item.dataset.check);
  };
  const all = (checked) => {
    for (const box of boxes) box.checked = checked;
    apply();
  };
  for (const box of boxes) box.addEventListener("change", apply);
  const table = document.getElementById("checks");
  if (table) {
    for (const [words, checked] of [["Show all", true], ["Show none", false]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", () => all(checked));
      table.before(button);
    }
  }
})();
