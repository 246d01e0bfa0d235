// What an eye sees of each cell of the page: the number where all of its digits stand in one line in one size, else null.
// generated: whether a style sheet adds text, whose place the document does not tell.
() => {
  const channels = (text) => {
    const m = text.match(/[\d.]+/g).map(Number);
    return [m[0], m[1], m[2], m.length > 3 ? m[3] : 1];
  };
  const over = (front, back) => [0, 1, 2].map((i) => front[i] * front[3] + back[i] * (1 - front[3])).concat(1);
  const ground = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.unshift(channels(getComputedStyle(e).backgroundColor));
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const chain = (element, cell) => {
    const out = [];
    for (let e = element; e; e = e.parentElement) { out.push(e); if (e === cell.closest('html')) break; }
    return out;
  };
  const shown = (element, cell, rect, digit) => {
    if (!element.checkVisibility({ opacityProperty: false, visibilityProperty: true })) return false;
    const closed = element.closest('details:not([open])');
    if (closed && !element.closest('summary')) return false;
    const style = getComputedStyle(element);
    if (parseFloat(style.fontSize) < 3) return false;
    let opacity = 1;
    let [left, top, right, bottom] = [rect.left, rect.top, rect.right, rect.bottom];
    let detached = false;
    for (const e of chain(element, cell)) {
      const own = getComputedStyle(e);
      if (own.contentVisibility === 'hidden') return false;
      opacity *= parseFloat(own.opacity);
      const faint = own.filter.match(/opacity\(([\d.]+)/);
      if (faint) opacity *= parseFloat(faint[1]);
      const box = e.getBoundingClientRect();
      if (own.overflowX !== 'visible' && own.display !== 'inline' && e !== document.body && e !== document.documentElement && !e.closest('svg')) {
        left = Math.max(left, box.left); right = Math.min(right, box.right);
        top = Math.max(top, box.top); bottom = Math.min(bottom, box.bottom);
      }
      if (own.clip !== 'auto' && ['absolute', 'fixed'].includes(own.position)) return false;
      if (own.clipPath !== 'none') return false;
    }
    if (opacity < 0.1) return false;
    if (right - left < rect.width * 0.5 || bottom - top < rect.height * 0.4 || rect.width < 1 || rect.height < 2) return false;
    if (rect.right < 0 || rect.bottom < 0 || rect.left > innerWidth + 2000) return false;
    const ink = channels(element.closest('svg') ? style.fill : style.webkitTextFillColor);
    const back = ground(element);
    const seen = over([ink[0], ink[1], ink[2], ink[3] * opacity], back);
    return Math.max(...[0, 1, 2].map((i) => Math.abs(seen[i] - back[i]))) >= 32;
  };
  const look = (cell) => {
    const glyphs = [];
    let odd = false;
    const generated = [cell, ...cell.querySelectorAll('*')].some((e) => ['::before', '::after'].some((p) => {
      const c = getComputedStyle(e, p).content;
      return /\d/.test(c) && e.checkVisibility() && getComputedStyle(e, p).display !== 'none';
    }));
    const box = cell.getBoundingClientRect();
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent.closest('select,textarea,iframe,object,canvas,video,meter,progress,noscript,defs,rp')) continue;
      for (let i = 0; i < node.length; i++) {
        const digit = node.data[i];
        if (!/\S/.test(digit) || /[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]/.test(digit)) continue;
        const range = document.createRange();
        range.setStart(node, i); range.setEnd(node, i + 1);
        const rect = range.getBoundingClientRect();
        if (!shown(parent, cell, rect, digit) || Math.abs(rect.top - box.top) > 900 || Math.abs(rect.left - box.left) > 900) continue;
        const style = getComputedStyle(parent);
        let turned = style.webkitTextSecurity !== 'none' || parent.closest('msup,q') !== null;
        let struck = false;
        for (let e = parent; e; e = e.parentElement) {
          const own = getComputedStyle(e);
          if (own.display !== 'inline') for (const t of [own.transform, own.scale === 'none' ? '' : 'scale ' + own.scale, own.rotate === 'none' ? '' : 'rotate']) {
            const m = t && t.startsWith('matrix') ? t.match(/-?[\d.e-]+/g).map(Number) : null;
            if (m && (m[0] < 0 || m[3] < 0)) turned = true;
            if (t && (t.includes('-') && t.startsWith('scale') || t === 'rotate')) turned = true;
          }
          if (own.textDecorationLine.includes('line-through')) struck = true;
          if (/blur\(/.test(own.filter)) turned = true;
        }
        glyphs.push({ digit, x: (rect.left + rect.right) / 2, y: rect.bottom, top: rect.top, size: rect.height, width: rect.width, turned, struck });
      }
    }
    let controls = '';
    for (const e of cell.querySelectorAll('input,select,textarea')) {
      const rect = e.getBoundingClientRect();
      if (['checkbox', 'radio', 'hidden', 'image', 'file'].includes(e.type) || !shown(e, cell, rect, '')) continue;
      const value = e.tagName === 'SELECT' ? (e.selectedOptions[0] || {}).text || '' : e.value;
      for (const digit of value) glyphs.push({ digit, x: rect.left + 4 + glyphs.length * 0.001, y: rect.bottom - 4, top: rect.top + 4, size: 16, width: 1, turned: e.type === 'password', struck: false, control: true });
    }
    glyphs.sort((a, b) => a.x - b.x);
    const text = glyphs.map((g) => g.digit).join('');
    const tall = Math.max(0, ...glyphs.map((g) => g.size));
    const plain = glyphs.filter((g) => !g.control);
    const level = plain.length ? plain.reduce((a, b) => (b.size > a.size ? b : a)).y : 0;
    odd = glyphs.some((g) => g.turned || g.struck) || plain.some((g) => Math.abs(g.y - level) > 0.35 * tall || g.size < 0.8 * tall);
    odd = odd || plain.some((g, i) => i && g.x - plain[i - 1].x < 0.25 * Math.min(g.width, plain[i - 1].width) && g.width > 1);
    odd = odd || glyphs.some((g) => g.y < box.top - 2 || g.top > box.bottom + 2 || g.x < box.left - 40 || g.x > box.right + 40);
    return { text, clean: !odd, generated, turned: odd };
  };
  const layout = (t) => [...t.querySelectorAll('table')].some((inner) => inner.querySelectorAll('td,th').length > 1);
  const within = (t) => { for (let e = t.parentElement; e; e = e.parentElement) if (e.tagName === 'TABLE' && !layout(e)) return true; return false; };
  return [...document.querySelectorAll('table')].filter((t) => !layout(t) && !within(t)).map((table) =>
    [...table.querySelectorAll('tr')].map((tr) => (tr.closest('table') !== table && !table.contains(tr)) ? null :
      [...tr.children].filter((c) => /^t[dh]$/i.test(c.tagName) && getComputedStyle(c).display !== 'none').map(look)));
}
