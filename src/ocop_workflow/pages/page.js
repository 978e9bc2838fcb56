"use strict";
(() => {
  const root = document.documentElement, title = document.querySelector("title");

  // The language of the document and its title follow the choice; what is shown follows it without a script.
  const spoken = () => {
    const chosen = document.querySelector(".choices :checked");
    root.lang = chosen.value;
    document.title = title.dataset[chosen.value];
  };
  document.querySelectorAll(".choices input").forEach((each) => each.addEventListener("change", spoken));
  window.addEventListener("pageshow", spoken);
  root.classList.add("script");
  spoken();

  // What is folded is printed too.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((each) => { each.open = true; });
  });
  window.addEventListener("afterprint", () => folded.forEach((each) => { each.open = false; }));

  // A long table: rows are found by their words, with or without accents, sorted by a column, and turned over.
  const AT_ONCE = 50;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  const order = new Intl.Collator(["vi", "en"], { numeric: true });

  const long = (table) => {
    const body = table.tBodies[0], find = table.closest("section").querySelector(".find");
    const [input, back, onward] = ["input", ".back", ".onward"].map((each) => find.querySelector(each));
    const told = (name, text) => { find.querySelector(name).textContent = text; };
    let rows = [...body.rows], found = rows, first = 0;
    const words = new Map();

    const show = () => {
      first = Math.max(0, Math.min(first, Math.floor((found.length - 1) / AT_ONCE) * AT_ONCE));
      found.forEach((row, place) => row.classList.toggle("other", place < first || place >= first + AT_ONCE));
      told(".first", found.length ? first + 1 : 0);
      told(".last", Math.min(first + AT_ONCE, found.length));
      told(".all", found.length);
      back.disabled = first === 0;
      onward.disabled = first + AT_ONCE >= found.length;
    };
    const filter = () => {
      const wanted = plain(input.value).split(/\s+/).filter(Boolean);
      rows.forEach((row) => {
        if (!words.has(row)) words.set(row, plain(row.textContent));
        row.hidden = !wanted.every((word) => words.get(row).includes(word));
      });
      found = rows.filter((row) => !row.hidden);
      show();
    };
    const key = (row, column) => {
      const cell = row.cells[column], day = cell.querySelector("time");
      if (day) return day.dateTime;
      return (cell.querySelector(`[lang=${root.lang}]`) ?? cell).textContent;
    };
    const sort = (column, head) => {
      const down = head.getAttribute("aria-sort") === "ascending";
      [...table.tHead.rows[0].cells].forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = rows.map((row) => [key(row, column), row]);
      keyed.sort(([one], [other]) => (down ? order.compare(other, one) : order.compare(one, other)));
      rows = keyed.map(([, row]) => row);
      found = rows.filter((row) => !row.hidden);
      first = 0;
      body.append(...rows);
      show();
    };
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(column, head));
    });
    input.addEventListener("input", () => { first = 0; filter(); });
    back.addEventListener("click", () => { first -= AT_ONCE; show(); });
    onward.addEventListener("click", () => { first += AT_ONCE; show(); });
    find.hidden = false;
    show();
  };
  document.querySelectorAll("table.cases").forEach(long);
})();
