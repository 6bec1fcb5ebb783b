"""What the page does where scripts run; all of its content is there without."""

from __future__ import annotations

SCRIPT = """
'use strict';
(() => {
  const all = (what, inside = document) => [...inside.querySelectorAll(what)];
  const one = (name) => document.getElementById(name);
  const tools = one('tools');
  const entries = all('details.line');
  const show = (node, shown) => node.toggleAttribute('data-out', !shown);

  /* Regions that need not scroll are no stops of the keyboard. */
  const stops = () => all('.wide').forEach((region) => {
    if (region.scrollWidth > region.clientWidth) region.setAttribute('tabindex', '0');
    else region.removeAttribute('tabindex');
  });
  let due = 0;
  const soon = () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(stops);
  };
  addEventListener('resize', soon);
  document.addEventListener('toggle', soon, true);
  stops();

  /* Filters. */
  const wanted = () => ({
    party: one('of-party').value,
    words: one('of-words').value.trim().toLowerCase(),
    off: new Set(all('input[type=checkbox]', tools).filter((box) => !box.checked).map((box) => box.value)),
  });
  const texts = new Map();
  const words = (node) => {
    if (!texts.has(node)) texts.set(node, node.textContent.toLowerCase());
    return texts.get(node);
  };
  const passes = (node, by) => (!by.party || node.dataset.party === by.party) && !by.off.has(node.dataset.verdict)
    && !(by.off.has('bystander') && 'bystander' in node.dataset);
  const filter = () => {
    const by = wanted();
    const found = new Set();
    for (const entry of entries) {
      const shown = passes(entry, by) && (!by.words || words(entry).includes(by.words));
      show(entry, shown);
      if (shown) found.add(entry.id);
    }
    for (const row of all('table.lines tbody tr')) {
      show(row, found.has(decodeURIComponent(row.querySelector('a').hash.slice(1))));
    }
    for (const cell of all('table.matrix [data-party], table.tally tr[data-party]')) {
      show(cell, !by.party || cell.dataset.party === by.party);
    }
    for (const part of all('table.matrix [data-verdict]')) show(part, !by.off.has(part.dataset.verdict));
    for (const part of all('section.of-findings, section.of-holding, section.of-bystanders')) {
      show(part, all('details.line', part).some((entry) => !entry.hasAttribute('data-out')));
    }
    const told = `${found.size} of ${entries.length} lines shown`;
    one('told').textContent = told;
    all('caption .shown').forEach((note) => { note.textContent = found.size === entries.length ? '' : told; });
    stops();
  };
  if (tools) {
    tools.hidden = false;
    tools.addEventListener('input', filter);
    one('open-all').addEventListener('click', () => all('main details').forEach((each) => { each.open = true; }));
    one('close-all').addEventListener('click', () => all('main details').forEach((each) => { each.open = false; }));
    filter();
  }

  /* A link opens what it leads to, and shows it where a filter hides it. */
  const reach = () => {
    const entry = one(decodeURIComponent(location.hash.slice(1)));
    if (!entry || !entry.matches('details.line')) return;
    if (tools && entry.closest('[data-out]')) {
      one('of-party').value = '';
      one('of-words').value = '';
      all('input[type=checkbox]', tools).forEach((box) => { box.checked = true; });
      filter();
    }
    entry.open = true;
    entry.querySelector('summary').focus({preventScroll: true});
    entry.scrollIntoView();
  };
  addEventListener('hashchange', reach);
  reach();
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) reach();
  });

  /* On the head of an entry the arrows go to the next and the last one shown, Home and End to the ends. */
  document.addEventListener('keydown', (event) => {
    const head = event.target.closest('details.line > summary');
    if (!head || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const heads = entries.filter((entry) => !entry.closest('[data-out]')).map((entry) => entry.firstElementChild);
    const at = heads.indexOf(head);
    const next = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: heads.length - 1}[event.key];
    if (next === undefined || !heads[next]) return;
    event.preventDefault();
    heads[next].focus();
  });

  /* Tables of lines are sorted by a click on the head of a column: up, down, as it was. */
  for (const table of all('table.lines')) {
    const body = table.tBodies[0];
    const order = [...body.rows];
    const titles = [...table.tHead.rows[0].cells];
    const key = (row, at) => row.cells[at].dataset.key || row.cells[at].textContent.trim();
    titles.forEach((title, at) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = title.textContent;
      title.replaceChildren(button);
      button.addEventListener('click', () => {
        const way = {ascending: 'descending', descending: ''}[title.getAttribute('aria-sort') || ''] ?? 'ascending';
        titles.forEach((each) => each.removeAttribute('aria-sort'));
        if (way) title.setAttribute('aria-sort', way);
        const sorted = [...order];
        const sign = way === 'descending' ? -1 : 1;
        if (way) sorted.sort((a, b) => sign * key(a, at).localeCompare(key(b, at), 'en', {numeric: true}));
        body.append(...sorted);
      });
    });
  }

  /* On paper everything is open. */
  let closed = [];
  addEventListener('beforeprint', () => {
    closed = all('details:not([open])');
    closed.forEach((each) => { each.open = true; });
  });
  addEventListener('afterprint', () => {
    closed.forEach((each) => { each.open = false; });
    closed = [];
  });
})();
"""
"""All of it, as it stands in the page."""
