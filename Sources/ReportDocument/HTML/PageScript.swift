/// Makes the tables of a page sortable by their columns, and long ones filterable.
///
/// It adds its own buttons and fields, so that a page without it has none that do nothing.
enum PageScript {
    static let text = #"""

        "use strict";
        for (const table of document.querySelectorAll("table")) {
          const body = table.tBodies[0], rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
          if (rows.length < 2) continue;
          const value = (row, column) => {
            const cell = row.cells[column], text = cell.textContent.trim();
            if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
            if (text === "" || text === "–") return null;
            return Number.isNaN(Number(text)) ? text : Number(text);
          };
          const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b || 0
            : typeof a === "number" ? -1 : typeof b === "number" ? 1
            : a.localeCompare(b, "en", {numeric: true});
          heads.forEach((head, column) => {
            const button = document.createElement("button");
            button.type = "button";
            button.append(...head.childNodes);
            head.append(button);
            button.addEventListener("click", () => {
              const before = head.getAttribute("aria-sort");
              const now = before === null ? "ascending" : before === "ascending" ? "descending" : null;
              for (const other of heads) other.removeAttribute("aria-sort");
              if (now !== null) head.setAttribute("aria-sort", now);
              const sign = now === "descending" ? -1 : 1, keys = new Map();
              for (const row of rows) keys.set(row, value(row, column));
              const order = now === null ? rows : [...rows].sort((left, right) => {
                const a = keys.get(left), b = keys.get(right);
                if (a === null || b === null) return (a === null) - (b === null);
                return sign * compare(a, b);
              });
              body.append(...order);
            });
          });
          if (rows.length < 8) continue;
          const bar = document.createElement("div"), label = document.createElement("label");
          const field = document.createElement("input"), count = document.createElement("span");
          bar.className = "filter";
          field.type = "search";
          count.setAttribute("aria-live", "polite");
          label.append("Filter rows ", field);
          bar.append(label, count);
          table.parentElement.before(bar);
          field.addEventListener("input", () => {
            const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
            let shown = 0;
            for (const row of rows) {
              const cells = [...row.cells].map((cell) => cell.textContent.toLowerCase()).join(" ");
              row.hidden = !words.every((word) => cells.includes(word));
              shown += row.hidden ? 0 : 1;
            }
            count.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
          });
        }

        """#
}
