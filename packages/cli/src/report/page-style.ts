/** Style of the report page: both themes, narrow windows, paper. */
export const PAGE_STYLE = `:root{color-scheme:light dark;--page:light-dark(#f6f7f9,#101317);--card:light-dark(#fff,#191d23);--text:light-dark(#171a1f,#e8eaed);--dim:light-dark(#565d68,#a2a9b4);--line:light-dark(#dfe3e8,#2b313a);--accent:light-dark(#0a66c2,#6cb2ff);--good:light-dark(#17713b,#63cc8c);--bad:light-dark(#b3261e,#ff8a80);--waiting:light-dark(#c3c9d2,#454d58);--sending:light-dark(#d08700,#e0a93b);--running:light-dark(#2f7de1,#4c93ee);--downloading:light-dark(#1f9d55,#3fb873);--refused:light-dark(#7a3fc0,#c59bff)}
*{box-sizing:border-box}
html{scroll-padding-top:80px}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif}
.head,main,footer{max-width:1440px;margin:0 auto;padding:0 24px}
.head{padding-top:32px}
.eyebrow{margin:0;color:var(--accent);font-weight:600;letter-spacing:.02em}
h1{margin:2px 0 16px;font-size:34px;line-height:1.15;letter-spacing:-.02em;overflow-wrap:anywhere}
h2{font-size:20px;margin:32px 0 12px}
h3{font-size:16px;margin:20px 0 4px;overflow-wrap:anywhere}
p{margin:4px 0}
code{font:13px/1.4 ui-monospace,monospace}
.facts{display:flex;flex-wrap:wrap;gap:6px 28px;margin:0 0 24px}
.facts dt{color:var(--dim);font-size:13px}.facts dd{margin:0;overflow-wrap:anywhere}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:12px;margin:0}
.figure{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:14px 16px}
.figure dt{color:var(--dim);font-size:13px}.figure dd{margin:0}
.figure span{display:block}
.figure b{display:block;overflow-wrap:anywhere;font-size:24px;line-height:1.25;letter-spacing:-.01em}
.figure span{color:var(--dim);font-size:13px}
.figure.strong{border-color:var(--accent)}.figure.strong b{color:var(--accent)}
button,select,input{font:inherit;color:inherit}
button,select,input[type=search],input[type=text]{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:4px 10px}
button{cursor:pointer}button:disabled{color:var(--dim);cursor:default}
button:hover:enabled{border-color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
button[aria-pressed=true]{border-color:var(--accent);color:var(--accent)}
.copy{border:0;padding:0;background:none;text-decoration:underline dotted;text-underline-offset:3px;font:13px/1.4 ui-monospace,monospace;text-align:left;overflow-wrap:anywhere}
.tools{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:8px 14px;align-items:center;max-width:1440px;margin:20px auto 0;padding:10px 24px;background:var(--page);border-bottom:1px solid var(--line)}
.tools fieldset{display:flex;flex-wrap:wrap;gap:4px 12px;border:0;margin:0;padding:0}
.tools legend{float:left;margin-right:12px;color:var(--dim)}
.tools .status{margin:0;color:var(--dim)}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(280px,1fr));gap:16px}
.runs{margin:0 0 16px;color:var(--dim)}.runs b{color:var(--text)}
.unfinished{margin:0 0 16px;padding:10px 14px;border:1px solid var(--line);border-left:4px solid var(--sending);border-radius:8px;background:var(--card)}
.figure a{color:var(--bad)}
.card{display:flex;flex-direction:column;padding-bottom:14px;background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:hidden}
.many .card{content-visibility:auto;contain-intrinsic-size:auto 380px}
.card:target{border-color:var(--accent)}
.card.failed{border-color:var(--bad)}
[hidden]{display:none!important}
.grid.problems{grid-template-columns:repeat(auto-fill,minmax(min(400px,100%),1fr))}
.problems .card{border-left-width:4px}.many .problems .card{contain-intrinsic-size:auto 260px}
.media{position:relative;display:grid;place-items:center;aspect-ratio:16/9;background:#0b0d10}
.media video,.media img{position:absolute;inset:0;width:100%;height:100%;object-fit:contain}
.media audio{width:90%}.media .audio-name{display:none}
a.media{cursor:zoom-in}a.media:focus-visible{outline-offset:-3px}
.none{color:#c5cad2;text-align:center;padding:0 16px;overflow-wrap:anywhere}.none a{color:#8fc4ff}
.card>:not(.media){margin-left:14px;margin-right:14px}
.title{display:flex;flex-wrap:wrap;gap:0 8px;align-items:baseline;margin-top:10px}
.codes{color:var(--dim);font:12px/1.4 ui-monospace,monospace}
.title h3{margin:0}
.state{display:inline-block;color:var(--dim);font-weight:600;font-size:13px;margin:0}
.state::before{content:"\\b7  "}.done .state::before{content:"\\2713  "}.failed .state::before{content:"\\2717  "}
.state.good{color:var(--good)}.state.accent{color:var(--accent)}.failed .state,.failed .problem{color:var(--bad)}
.prompt{display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden;overflow-wrap:anywhere}
.problem{overflow-wrap:anywhere}
.command{display:inline-block;margin:4px 0;padding:6px 10px;border:1px solid var(--line);border-radius:8px;background:var(--page);text-decoration:none}
.command::before{content:"$ ";color:var(--dim)}
.chips{color:var(--dim);font-size:13px;overflow-wrap:anywhere}
.from,.price,.others,.takes{color:var(--dim);font-size:13px;overflow-wrap:anywhere}
.others{margin:4px 0;padding-left:18px}.others a{color:var(--accent)}
.from a,.takes a{color:var(--accent)}
.choose{display:flex;gap:8px;margin-top:auto;padding-top:8px}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;margin:0 0 8px;padding:0;font-size:13px;color:var(--dim)}
.legend li::before{content:"";display:inline-block;width:10px;height:10px;margin-right:5px;background:currentcolor;border-radius:2px}
.legend .waiting::before{background:var(--waiting)}.legend .sending::before{background:var(--sending)}.legend .running::before{background:var(--running)}.legend .downloading::before{background:var(--downloading)}.legend .lost::before{background:var(--bad)}.legend .found::before{background:var(--good)}.legend .refused::before{background:var(--refused)}.legend .trouble::before{background:var(--text)}.legend .pause::before{background:var(--page);outline:1px dashed var(--dim)}
.rows{max-height:60vh;overflow:auto;border:1px solid var(--line);border-radius:12px;background:var(--card);padding:8px 0}
.row{display:grid;grid-template-columns:180px 1fr;gap:12px;align-items:center;padding:1px 12px;color:inherit;text-decoration:none}.many .row{content-visibility:auto;contain-intrinsic-size:auto 20px}
.row:hover{background:var(--page)}
.row span{overflow:hidden;white-space:nowrap;text-overflow:ellipsis;font-size:13px}
.row b{color:var(--bad)}
.row svg{width:100%;height:12px}.row rect:not(.pause){y:1px;height:8px}
rect.waiting{fill:var(--waiting)}rect.sending{fill:var(--sending)}rect.running{fill:var(--running)}rect.downloading{fill:var(--downloading)}
.row line{stroke-width:3;vector-effect:non-scaling-stroke}line.lost{stroke:var(--bad)}line.trouble{stroke:var(--text)}rect.pause{fill:var(--page);stroke:var(--dim);stroke-width:1;stroke-dasharray:3 3;vector-effect:non-scaling-stroke}line.found{stroke:var(--good)}line.refused{stroke:var(--refused)}
.axis{display:flex;justify-content:space-between;gap:8px;white-space:nowrap;margin-left:205px;padding-right:13px;color:var(--dim);font-size:13px}
.pauses{display:block;height:20px;width:calc(100% - 218px);margin-left:205px;fill:var(--dim);font-size:13px}.shortened{color:var(--dim);font-size:13px}
.chart{display:grid;grid-template-columns:193px 1fr;gap:12px;margin-top:16px;padding-right:13px}.chart h3{margin:0}.chart p{color:var(--dim);font-size:13px}
.curve{display:block;width:100%;height:110px;background:var(--card);border:1px solid var(--line);border-radius:12px}
.curve path{vector-effect:non-scaling-stroke;stroke:var(--running);stroke-width:2;fill:none}
.curve path.area{fill:var(--running);fill-opacity:.25}
.curve .limit{stroke:var(--bad);stroke-width:2;stroke-dasharray:6 5;vector-effect:non-scaling-stroke}
dialog{width:min(1100px,calc(100vw - 32px));max-height:calc(100vh - 32px);border:1px solid var(--line);border-radius:16px;background:var(--card);color:var(--text);padding:20px}
dialog:focus-visible{outline:none}dialog::backdrop{background:#000a}
.close{position:sticky;top:-20px;z-index:1;margin:-20px -20px 0;padding:10px 20px;text-align:right;background:var(--card)}
.viewer .stage{display:grid;place-items:center;background:#0b0d10;border-radius:10px;min-height:200px}.viewer .stage:empty{display:none}
.viewer .stage video,.viewer .stage img{max-width:100%;max-height:58vh;width:auto;height:auto}
.keys{color:var(--dim);font-size:13px;margin-top:10px}kbd{border:1px solid var(--line);border-radius:4px;padding:0 5px;font:12px/1.4 ui-monospace,monospace}
.viewer h2{margin:12px 0 0}.viewer .prompt{display:block;max-height:24vh;overflow:auto}
.controls{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:10px 0}.controls .controls{margin:0}
.notes input{width:min(480px,70vw)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:12px}
figure{margin:0}figure .media{border-radius:10px}figure video,figure img{width:100%;height:auto;max-height:52vh;object-fit:contain;background:#0b0d10;border-radius:10px}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th[scope=row],th:first-child{white-space:nowrap;font-weight:500;color:var(--dim)}td{width:50%}
.differs td{color:var(--accent);font-weight:600}
footer{color:var(--dim);font-size:13px;padding-top:24px;padding-bottom:32px}
@media(max-width:640px){.head,main,footer,.tools{padding-left:14px;padding-right:14px}h1{font-size:26px}.figures{grid-template-columns:repeat(2,minmax(0,1fr))}.figure{padding:12px}.figure b{font-size:20px}.row{grid-template-columns:96px 1fr}.axis{margin-left:121px}.pauses{display:none}.axis span:nth-child(even){display:none}.chart{grid-template-columns:1fr;padding-right:0}.keys{display:none}.pair{grid-template-columns:1fr}}
@media(max-width:640px),(max-height:500px){.tools{position:static}}
@media print{@page{margin:12mm}:root{color-scheme:light}body{background:#fff;font-size:12px}.head,main,footer{max-width:none;padding:0}.tools,.choose,.screen,dialog{display:none}.command{display:inline;margin:0;padding:0;border:0;background:none}.starred h3::after{content:" \\2605"}.media audio{display:none}.media .audio-name{display:block}h1{font-size:26px;margin-bottom:10px}h2{font-size:16px;margin:16px 0 8px;break-after:avoid}.facts{margin-bottom:12px}.grid,.grid.problems{grid-template-columns:repeat(3,minmax(0,1fr));gap:8px}.many .card,.many .row{content-visibility:visible}.card{break-inside:avoid;padding-bottom:8px;border-radius:8px}.card h3{font-size:13px}.card p,.card ul{margin-top:2px;margin-bottom:0}.card>:not(.media){margin-left:9px;margin-right:9px}.card .title{margin-top:6px}.chips,.from,.price,.others,.takes,.card .copy,.codes{font-size:10.5px;line-height:1.35}.rows{max-height:none;overflow:visible}.row,.chart,.figure,.facts div{break-inside:avoid}.timeline{break-inside:avoid}.legend,.rows{break-after:avoid}.chart{margin-top:10px}.curve{height:80px}.figures{grid-template-columns:repeat(5,minmax(0,1fr));gap:6px}.figure{padding:8px}.figure b{font-size:17px}.figure dt,.figure span{font-size:11px}.legend li::before,.media,rect{print-color-adjust:exact}}
`;
