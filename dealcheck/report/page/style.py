"""How the page looks: light, dark, in forced colours, narrow, wide and on paper. Nothing moves."""

from __future__ import annotations

_COLOURS = """
:root{color-scheme:light dark;
--paper:#fcfbf8;--sheet:#f5f2ec;--ink:#1e1c19;--soft:#57534b;--rule:#d8d2c6;--edge:#8b857a;--link:#1f4e79;
--focus:#0b57d0;--hit:#f5e3a8;
--x:#8f1d1d;--x-on:#fae8e5;--o:#6f4500;--o-on:#f9eed7;--u:#403b8c;--u-on:#ecebf9;--m:#1c5a36;--m-on:#e5f1e8;
--n:#55514a;--n-on:#efece6;
--t0:#a3261f;--t1:#1d5f8a;--t2:#7a4b00;--t3:#5b3a94;--t4:#1c6b45;--t5:#8a2a66}
@media (prefers-color-scheme:dark){:root{
--paper:#191816;--sheet:#22201d;--ink:#ece8e0;--soft:#b3ada2;--rule:#3c3934;--edge:#8d877c;--link:#9cc4ee;
--focus:#8ab4ff;--hit:#5a4a12;
--x:#ffb0a6;--x-on:#421d1a;--o:#f2c877;--o-on:#3a2b0e;--u:#c3bfff;--u-on:#292750;--m:#9fd8b2;--m-on:#17331f;
--n:#bcb6ab;--n-on:#2d2a26;
--t0:#ff9d91;--t1:#8fc7f2;--t2:#f0bf6a;--t3:#cdb3ff;--t4:#8fd6ac;--t5:#f2a3d4}}
"""

_TEXT = """
*{box-sizing:border-box}
html{
font:100%/1.5 Charter,"Bitstream Charter","Iowan Old Style",Cambria,"Liberation Serif",Georgia,serif;
background:var(--paper);color:var(--ink);
-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:86rem;padding:0 1.5rem 4rem}
h1,h2,h3,h4{line-height:1.25;margin:0;font-weight:600;overflow-wrap:anywhere}
h1{font-size:1.9rem}h2{font-size:1.3rem}h3{font-size:1.05rem}h4{font-size:1rem}
p,ul,dl,figure,blockquote{margin:0}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
:target{scroll-margin-top:1rem}
bdi,code,pre{unicode-bidi:isolate}
section{margin-top:2.5rem}
section>:is(h2,h3):first-child{border-bottom:1px solid var(--edge);padding-bottom:.3rem;margin-bottom:1rem}
article.deal{margin-top:3.5rem;border-top:3px double var(--edge);padding-top:1.5rem}
header.deal{padding-top:1.5rem}article>header.deal{padding-top:0}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-99rem;background:var(--paper);padding:.5rem 1rem;z-index:9}
.skip:focus{left:1rem;top:.5rem}
nav,#tools,table,.facts,.chip,.v,.level,.file,figcaption,.count,.note,.cites,summary,.values,.audience,.changes,
svg text,.timeline>p,.more
{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
code,pre{font-family:ui-monospace,"SFMono-Regular",Menlo,Consolas,"Liberation Mono",monospace}
.label,.file,.level,.nil,.note,.cites,.count,.day,figcaption{color:var(--soft)}
.note,.cites{font-size:.875rem}figcaption,summary,blockquote,p,nav{overflow-wrap:anywhere}
.warn{color:var(--o)}
nav ul{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;list-style:none;padding:.6rem 0 0;font-size:.875rem}
nav a,td a,th a{display:inline-block;min-height:1.5rem;line-height:1.5rem}
.audience{border:2px solid var(--x);padding:.4rem .8rem;margin-top:1rem;font-weight:600;font-size:.9rem}
.verdict{font-size:1.2rem;line-height:1.4;margin:1rem 0;padding:.6rem 1rem;border-left:.4rem solid var(--n);
background:var(--n-on)}
.verdict.x{border-color:var(--x);background:var(--x-on)}.verdict.o{border-color:var(--o);background:var(--o-on)}
.verdict.u{border-color:var(--u);background:var(--u-on)}.verdict.m{border-color:var(--m);background:var(--m-on)}
.facts{display:flex;flex-wrap:wrap;gap:.15rem 1.4rem;font-size:.875rem;margin:.5rem 0}
.facts div{display:flex;gap:.45rem;min-width:0}
.facts dt{color:var(--soft);flex:none}.facts dd{margin:0;min-width:0;overflow-wrap:anywhere}
.v{display:inline-block;white-space:nowrap;font-size:.8125rem;line-height:1.35rem;font-weight:600;padding:0 .45rem;
border:1px solid currentColor;border-radius:3px}
.v i{font-style:normal;font-weight:700}
.x{color:var(--x)}.o{color:var(--o)}.u{color:var(--u)}.m{color:var(--m)}.n{color:var(--n)}
.v.x{background:var(--x-on)}.v.o{background:var(--o-on)}.v.u{background:var(--u-on)}.v.m{background:var(--m-on)}
.v.n{background:var(--n-on)}
.v.w{border-style:dashed}
.verdict{color:var(--ink)}
.chip{display:inline-block;font-size:.75rem;font-weight:400;border:1px solid var(--rule);border-radius:3px;
padding:0 .35rem;margin:.15rem .2rem 0 0;color:var(--soft)}
"""

_TABLES = """
.wide,summary,#tools{position:relative}.wide{overflow-x:auto;max-width:100%;margin:.75rem 0}
table{border-collapse:collapse;font-size:.875rem;line-height:1.45;width:100%}
caption{text-align:left;color:var(--soft);font-size:.8125rem;padding-bottom:.35rem}
caption .shown{margin-left:.5rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--rule);font-weight:400}
thead th{font-weight:600;vertical-align:bottom;border-bottom:2px solid var(--edge);color:var(--soft)}
tbody th b,.tally th,.packages th{font-weight:600}
.num{text-align:right;font-variant-numeric:tabular-nums}.day{font-variant-numeric:tabular-nums;white-space:nowrap}
.deals tbody th{min-width:12rem}.deals td:last-child{min-width:11rem}
.tally thead th:nth-child(n+3),.deals thead th:nth-child(n+4):not(:last-child),.packages thead th:nth-child(n+2){
text-align:right}
.tally,.packages,.steps{width:auto}
th>.label,th>.file{display:block;font-size:.8125rem}
.file{font-size:.75rem;overflow-wrap:anywhere}
.matrix{table-layout:fixed;min-width:40rem}.matrix.many{min-width:82rem}
.many :is(th,td){padding:.35rem .4rem}.many .v{font-size:.75rem;padding:0 .25rem;white-space:normal}
.matrix thead th:first-child{width:15rem}.matrix.many thead th:first-child{width:11rem}
.matrix tbody th{background:var(--paper)}.matrix :is(th,td){overflow-wrap:anywhere}
.matrix td{border-left:1px solid var(--rule)}
.matrix .rest th,.matrix .rest td{background:var(--sheet)}
.matrix ul{list-style:none;padding:.15rem 0 .3rem}
.matrix li{line-height:1.4;overflow-wrap:anywhere}
.matrix .values{margin-left:.5rem;font-size:.8125rem;color:var(--soft)}.matrix .values b{color:var(--ink)}
.matrix .nil{font-size:.8125rem}
.matrix summary{font-size:.75rem}
.many{font-size:.8125rem}.many .values{display:block;margin:0}
.lines{min-width:54rem}.lines tbody th{min-width:14rem}
.lines td{overflow-wrap:break-word}.lines .long{min-width:9rem}
th button{font:inherit;color:inherit;background:none;border:0;padding:.1rem .2rem;margin:-.1rem -.2rem;
min-height:1.6rem;cursor:pointer;text-align:inherit}
th button::after{content:" ↕";color:var(--edge)}
[aria-sort=ascending] button::after{content:" ↑";color:inherit}
[aria-sort=descending] button::after{content:" ↓";color:inherit}
.points tbody{border-bottom:2px solid var(--rule)}.points{min-width:52rem}
.inputs code{font-size:.75rem;overflow-wrap:anywhere}.inputs td{min-width:12rem}
@media (min-width:48rem){
.matrix tbody th,.matrix thead th:first-child{position:sticky;left:0;background:var(--paper);
border-right:1px solid var(--rule)}
.matrix .rest th{background:var(--sheet)}}
"""

_DETAIL = """
summary{cursor:pointer;min-height:1.5rem;font-size:.875rem}
.line{border:1px solid var(--rule);border-radius:4px;margin:.5rem 0;background:var(--paper)}
.line[open]{border-color:var(--edge)}
.line>summary{padding:.4rem .8rem}
.line>summary>*{margin-right:.7rem}.line>summary :is(h3,h4){display:inline}
.line>summary .label{color:var(--ink);font-family:Charter,"Bitstream Charter","Iowan Old Style",Cambria,
"Liberation Serif",Georgia,serif;font-size:1rem}
.line[open]>summary{border-bottom:1px solid var(--rule);background:var(--sheet)}
.body{display:grid;gap:1rem 2rem;padding:.8rem 1rem 1rem}
.body>*{min-width:0}.body>*>*+*{margin-top:.7rem}
.finding+.finding{border-top:1px solid var(--rule);padding-top:.7rem}
.finding>*+*{margin-top:.4rem}
.finding>.values{font-size:1rem}.finding>.values b{font-size:1.15rem}
.finding>.values,.reading{overflow-wrap:anywhere}
.finding .facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.1rem .8rem;margin:0}
.finding .facts div{display:contents}
.text{background:var(--sheet);border-radius:4px;padding:.45rem .7rem}
figcaption{font-size:.8125rem;display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}
figcaption b{color:var(--ink);font-weight:600}
pre{margin:.2rem 0 0;font-size:.8125rem;line-height:1.5;white-space:normal}
.r{display:grid;grid-template-columns:2.6em minmax(0,1fr);column-gap:.8em}
.r .n{color:var(--soft);text-align:right;user-select:none}
.r code{white-space:pre-wrap;overflow-wrap:anywhere}
mark{background:var(--hit);color:inherit;text-decoration:underline;text-decoration-thickness:1px;
text-underline-offset:.2em}
blockquote{font-style:italic;border-left:3px solid var(--rule);padding-left:.8rem}
.source{font-size:.9375rem}.source cite{font-style:normal;overflow-wrap:anywhere}
.readings{border-left:3px solid var(--u);padding-left:.8rem;font-size:.9375rem}
.readings p+ul,.readings ul+p{margin-top:.3rem}.readings ul{padding-left:1.2rem}
.plots{display:grid;gap:1.5rem 2rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,38rem),1fr))}
.timeline{min-width:0;max-width:52rem;margin-top:.6rem}.timeline :is(h3,h4){overflow-wrap:anywhere;font-weight:600}
.plot{display:block;width:100%;min-width:36rem;height:auto}
.plot path{fill:none;stroke:var(--edge);stroke-width:1}
.plot .grid{stroke:var(--rule);stroke-width:.6}
.plot text{fill:var(--soft);font-size:11px;paint-order:stroke;stroke:var(--paper);stroke-width:3px}
.plot .value{text-anchor:end}.plot .day{text-anchor:middle}
.plot .before path{stroke:var(--edge);stroke-width:7;stroke-opacity:.45}
.plot .draft path{stroke:var(--ink);stroke-width:3}.plot .draft text{fill:var(--ink);font-weight:600}
.plot .limit path{stroke-width:2}
.plot .limit text{font-weight:600}
.plot .limit .hatch{stroke-width:1;stroke-dasharray:none}
.plot .lead,.plot .limit .lead,.plot .draft .lead,.plot .before .lead{stroke-width:.8;stroke-dasharray:1 2;
stroke-opacity:1}
.limit.t0 path{stroke:var(--t0);stroke-dasharray:8 4}.limit.t1 path{stroke:var(--t1);stroke-dasharray:2 3}
.limit.t2 path{stroke:var(--t2);stroke-dasharray:12 3 2 3}
.limit.t3 path{stroke:var(--t3);stroke-dasharray:5 2}.limit.t4 path{stroke:var(--t4);stroke-dasharray:14 5}
.limit.t5 path{stroke:var(--t5);stroke-dasharray:6 2 2 2 2 2}
.limit.t0 text{fill:var(--t0)}.limit.t1 text{fill:var(--t1)}.limit.t2 text{fill:var(--t2)}
.limit.t3 text{fill:var(--t3)}.limit.t4 text{fill:var(--t4)}.limit.t5 text{fill:var(--t5)}
.draft.t1 path{stroke-dasharray:9 3}.draft.t2 path{stroke-dasharray:3 3}.draft.t3 path{stroke-dasharray:9 3 3 3}
.draft.t4 path{stroke-dasharray:15 3}.draft.t5 path{stroke-dasharray:5 5}
section>*+:is(h3,h4){margin-top:1rem}
.changes{font-size:.9375rem;padding-left:1.2rem;margin:.4rem 0 1rem}
.changes li{margin:.25rem 0;overflow-wrap:anywhere}.changes .label{display:block;font-size:.8125rem}
.diagnostic{margin:1rem 0}.diagnostic>*+*{margin-top:.4rem}.diagnostic p{overflow-wrap:anywhere}
details.more{margin-top:1rem}
footer{margin-top:2rem}
"""

_CONTROLS = """
#tools{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;font-size:.875rem;border:1px solid var(--rule);
background:var(--sheet);border-radius:4px;padding:.5rem .8rem;margin-top:1.5rem}
#tools[hidden],[data-out],.gone{display:none!important}
#tools fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.3rem .9rem}
#tools label{max-width:100%;display:inline-flex;align-items:center;gap:.35rem;min-height:1.75rem}
#tools input[type=checkbox]{width:1.5rem;height:1.5rem;margin:0;accent-color:var(--link)}
#tools select,#tools input[type=search],#tools button{font:inherit;color:var(--ink);background:var(--paper);
border:1px solid var(--edge);border-radius:3px;min-height:2rem;padding:0 .6rem;max-width:100%}
#tools select,#tools input[type=search]{width:11rem}
#tools button{cursor:pointer}
#told{color:var(--soft);margin-left:auto}
"""

_ROOM = """
@media (min-width:64rem){.body{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}}
@media (max-width:60rem){.tally :is(th,td){padding:.35rem .35rem}}
@media (max-width:40rem){body{padding:0 1rem 3rem}h1{font-size:1.5rem}h2{font-size:1.15rem}
.verdict{font-size:1.05rem}.facts:not(.finding .facts){display:block}.facts div{align-items:baseline}
.body{padding:.6rem .7rem .8rem}.line>summary{padding:.4rem .6rem}.text{padding:.4rem .5rem}#told{margin-left:0}
.matrix{min-width:34rem}.matrix thead th:first-child{width:10rem}.lines tbody th{min-width:11rem}}
@media (forced-colors:active){.v,.chip,.line,.verdict,.text{border:1px solid}
mark{forced-color-adjust:none;background:Mark;color:MarkText}
.plot path{stroke:CanvasText!important}.plot text{fill:CanvasText!important}
.plot .before path{stroke:GrayText!important}}
@media (prefers-contrast:more){:root{--rule:var(--edge);--soft:var(--ink)}}
"""

_PAPER = """
@page{size:A4 landscape;margin:12mm 12mm 14mm}
@media print{:root{color-scheme:light;
--paper:#fff;--sheet:#f6f4f0;--ink:#000;--soft:#444;--rule:#bbb;--edge:#777;--link:#000;--hit:#f0e2b0;
--x:#8f1d1d;--x-on:#fff;--o:#6f4500;--o-on:#fff;--u:#403b8c;--u-on:#fff;--m:#1c5a36;--m-on:#fff;--n:#444;
--n-on:#fff;
--t0:#a3261f;--t1:#1d5f8a;--t2:#7a4b00;--t3:#5b3a94;--t4:#1c6b45;--t5:#8a2a66}
html{font-size:8.5pt;background:#fff}body{max-width:none;padding:0}
nav,#tools,.skip,th button::after{display:none!important}
.wide{overflow:visible}
table,.matrix,.matrix.many,.lines,.points{min-width:0;width:100%}.tally,.packages,.steps{width:auto}
.matrix tbody th,.matrix thead th:first-child{position:static}
.matrix thead th:first-child,.matrix.many thead th:first-child{width:17%}
.many{font-size:6.8pt}.many th,.many td{padding:.25rem .3rem}
.many .v{font-size:6.5pt;padding:0 .2rem;white-space:normal}
.many .values,.many .nil{font-size:6.5pt}.matrix .text{padding:.2rem .3rem}.matrix pre,.matrix figcaption{font-size:6pt}
.lines tbody th,.lines .long,.inputs td{min-width:0}
thead{display:table-header-group;break-inside:avoid}
tr,.line,.finding,.text,.timeline,blockquote,.diagnostic{break-inside:avoid}
th button{display:contents}
.r{break-inside:avoid}h1,h2,h3,h4,summary,.line>summary,caption{break-after:avoid}
.body{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}
.line{border-color:#999}.line>summary{list-style:none}
details::details-content{display:block;content-visibility:visible;block-size:auto}
details:not([open])>*{display:revert}
a{text-decoration:none}a[href^=http]::after{content:" <" attr(href) ">";font-size:.85em;overflow-wrap:anywhere}
.plot{min-width:0}.plots{display:block;columns:2;column-gap:8mm}.timeline{margin:0 0 5mm}
.matrix tbody summary{display:none}
article.deal{break-before:page}p,li{orphans:2;widows:2}}
"""

STYLE = "".join(part.strip() + "\n" for part in (_COLOURS, _TEXT, _TABLES, _DETAIL, _CONTROLS, _ROOM, _PAPER))
"""All of it, as it stands in the page."""
