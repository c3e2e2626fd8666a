'use strict';
for (const box of document.querySelectorAll('.interactive')) {
  const data = JSON.parse(box.querySelector('script').textContent);
  const svg = box.querySelector('svg'), select = box.querySelector('select'), out = box.querySelector('output');
  const own = svg.querySelector('.own'), cross = svg.querySelector('.cross'), dot = svg.querySelector('.dot');
  const left = +box.dataset.left, top = +box.dataset.top, width = +box.dataset.width, height = +box.dataset.height;
  const x = v => left + width * v, y = v => top + height * (1 - v);
  const percent = v => v === null ? '–' : (100 * v).toFixed(1);
  const chosen = () => select ? +select.value : -1;
  const draw = () => {
    const curve = data.own[chosen()];
    own.setAttribute('d', curve ? data.recall.map((r, i) => (i ? 'L' : 'M') + x(r) + ' ' + y(curve.precision[i])).join('') : '');
    out.textContent = '\u00a0';
  };
  if (select) select.addEventListener('change', draw);
  const read = event => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const wanted = (point.x - left) / width;
    let i = 0;
    data.recall.forEach((r, j) => { if (Math.abs(r - wanted) < Math.abs(data.recall[i] - wanted)) i = j; });
    const curve = data.own[chosen()], line = curve || data.means[0], at = line.precision[i];
    cross.setAttribute('x1', x(data.recall[i])); cross.setAttribute('x2', x(data.recall[i]));
    cross.setAttribute('y1', y(0)); cross.setAttribute('y2', y(1));
    dot.setAttribute('cx', x(data.recall[i])); dot.setAttribute('cy', y(at || 0));
    cross.style.visibility = dot.style.visibility = 'visible';
    const last = data.means[data.means.length - 1];
    out.textContent = 'recall ' + percent(data.recall[i]) + ' · precision ' + percent(at) + ' at ' + data.means[0].label
      + (curve ? ' · reached from score ' + curve.score[i].toFixed(3)
               : data.means.length > 1 ? ', ' + percent(last.precision[i]) + ' at ' + last.label : '');
  };
  svg.addEventListener('pointermove', read);
  svg.addEventListener('pointerdown', read);
  svg.addEventListener('pointerleave', () => { cross.style.visibility = dot.style.visibility = 'hidden'; out.textContent = '\u00a0'; });
}
for (const table of document.querySelectorAll('.sortable')) {
  const heads = [...table.querySelectorAll('th')], body = table.tBodies[0];
  heads.forEach((head, column) => head.addEventListener('click', () => {
    const down = head.getAttribute('aria-sort') !== 'descending';
    heads.forEach(h => h.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const key = row => { const cell = row.cells[column]; return cell.dataset.v === undefined ? cell.textContent : +cell.dataset.v; };
    const rows = [...body.rows].sort((a, b) => { const p = key(a), q = key(b); return p < q ? -1 : p > q ? 1 : 0; });
    if (down) rows.reverse();
    body.append(...rows);
  }));
}
