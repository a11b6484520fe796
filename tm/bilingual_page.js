"use strict";
const rows = Array.from(document.querySelectorAll("tbody tr"), (row) => ({
  row,
  probability: Number(row.dataset.probability),
  text: row.textContent.normalize("NFC").toLowerCase(),
}));
const sections = Array.from(document.querySelectorAll("section"));
const words = document.getElementById("words");
const most = document.getElementById("most");
const shown = document.getElementById("shown");

function filter() {
  const wanted = words.value.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
  const limit = Number(most.value || 1);
  let count = 0;
  for (const { row, probability, text } of rows) {
    const fits = probability <= limit && wanted.every((word) => text.includes(word));
    row.hidden = !fits;
    count += fits;
  }
  for (const section of sections) {
    section.hidden = !section.querySelector("tbody tr:not([hidden])");
  }
  shown.textContent = `${count} of ${rows.length}`;
}

document.getElementById("filter").hidden = false;
document.getElementById("filter").addEventListener("submit", (event) => event.preventDefault());
words.addEventListener("input", filter);
most.addEventListener("input", filter);
filter();
