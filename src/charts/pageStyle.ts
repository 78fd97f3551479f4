/** Line colours for light and dark pages: apart by ΔE ≥ 24 under protanopia, deuteranopia and tritanopia, contrast ≥ 3. */
const LIGHT = ["#1046c4", "#e05d00", "#3b7e59", "#933782", "#502e00", "#1395ff"];
const DARK = ["#3d90ff", "#d98324", "#35d1a4", "#e7bcff", "#eef27a", "#6d7790"];

const variables = (colours: readonly string[]): string =>
  colours.map((colour, at) => `--c${at}:${colour}`).join(";");
const lineClasses = LIGHT.map((_, at) => `.c${at}{stroke:var(--c${at})}`).join("");

/** The style of a page. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#191d22;--soft:#59636e;--rule:#dfe3e8;--grid:#eaedf0;--zero:#8b949e;--band:#1046c429;--edge:#1046c466;--mark:#aab3bd;--wash:#f6f7f9;${variables(LIGHT)}}
@media (prefers-color-scheme:dark){:root{--paper:#15181d;--ink:#e6e9ed;--soft:#9aa4af;--rule:#333a43;--grid:#252a32;--zero:#6e7884;--band:#3d90ff3d;--edge:#3d90ff80;--mark:#59636e;--wash:#1c2027;${variables(DARK)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:1080px;margin:0 auto;padding:40px 28px 72px}
h1,h2,h3,p,figure,ul{margin:0;padding:0}
h1{font-size:28px;line-height:1.2;letter-spacing:-.015em;font-weight:650;overflow-wrap:anywhere}
h2{font-size:20px;line-height:1.3;letter-spacing:-.01em;font-weight:650;overflow-wrap:anywhere}
h3{font-size:15px;line-height:1.4;font-weight:600;overflow-wrap:anywhere}
.subtitle{margin-top:6px;color:var(--soft);font-size:16px}
nav{display:flex;flex-wrap:wrap;gap:4px 18px;margin-top:16px;font-size:14px}
a{color:var(--c0);text-decoration-thickness:1px;text-underline-offset:3px}
section{margin-top:28px}
section:has(>h2){margin-top:44px;padding-top:22px;border-top:1px solid var(--rule)}
.text{margin-top:10px;max-width:70ch}
.note{color:var(--soft);font-size:13.5px;max-width:80ch}
.panel{margin-top:24px}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;margin-top:6px;list-style:none;font-size:13px;color:var(--soft)}
.legend li{display:flex;align-items:center;gap:7px}
.key{width:20px;height:8px;flex:none;overflow:visible}
.chart{position:relative;container-type:inline-size;font-variant-numeric:tabular-nums}
.chart .markers,.plot{margin:0 calc(var(--right) + 20px) 0 calc(var(--left) + 12px);font-size:12px}
.units{display:flex;justify-content:space-between;margin-top:8px;font-size:12px;color:var(--soft)}
.markers{position:relative;height:18px;margin-top:8px!important;font-size:11px!important;color:var(--soft)}
.markers span{position:absolute;bottom:1px;transform:translateX(-50%);white-space:nowrap}
.plot{position:relative;height:var(--height);margin-top:8px!important;margin-bottom:42px!important;touch-action:pan-y;cursor:crosshair;outline-offset:3px;user-select:none;-webkit-user-select:none}
.units~.plot,.markers~.plot{margin-top:2px!important}
.plot svg{position:absolute;inset:0;width:100%;height:100%;pointer-events:none}
.plot path,.key path{fill:none;vector-effect:non-scaling-stroke}
.grid{stroke:var(--grid)}.zero{stroke:var(--zero)}.marks,.mark-lines{stroke:var(--mark)}.mark-lines{stroke-dasharray:2 3}
.plot .band,.key .band{fill:var(--band)}
.line{stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round}
.key .line{stroke-width:2}.dot{stroke-width:7}
.edge{stroke:var(--edge);stroke-width:1}
${lineClasses}
.s1{stroke-dasharray:6 4}.s2{stroke-dasharray:1.5 4}
.axis{color:var(--soft);pointer-events:none}
.axis span{position:absolute;white-space:nowrap;line-height:1}
.axis.left span{right:calc(100% + 8px);transform:translateY(-50%)}
.axis.right span{left:calc(100% + 8px);transform:translateY(-50%)}
.axis.time span{top:calc(100% + 8px);transform:translateX(-50%);text-align:center}
.axis.time b{display:block;margin-top:5px;font-weight:600;color:var(--ink)}
@container (max-width:600px){.chart:not(.live) .axis.time span:nth-child(even),.chart:not(.live) .markers span,.chart:not(.live) .mark-lines{display:none}}
.plot .empty{position:absolute;inset:0;display:grid;place-items:center;background:var(--wash);cursor:default}
.empty{color:var(--soft);font-size:14px}
.crosshair{position:absolute;top:0;bottom:0;width:0;border-left:1px solid var(--soft);pointer-events:none}
.selection{position:absolute;top:0;bottom:0;background:var(--band);border:solid var(--c0);border-width:0 1px;pointer-events:none}
.read-out{position:absolute;top:6px;left:calc(var(--share)*100% + 12px);z-index:2;min-width:130px;padding:7px 10px;background:var(--paper);border:1px solid var(--rule);border-radius:6px;box-shadow:0 3px 12px #0002;font-size:12.5px;line-height:1.5;pointer-events:none;white-space:nowrap}
.read-out.before{left:auto;right:calc((1 - var(--share))*100% + 12px)}
.read-out p{display:flex;align-items:center;gap:8px}
.read-out p:first-child{font-weight:600}
.read-out b{margin-left:auto;padding-left:14px;font-weight:600}
.read-out span{overflow:hidden;text-overflow:ellipsis;max-width:180px}
.read-out svg{position:static;width:20px;height:8px}
.reset{position:absolute;right:0;top:0;padding:2px 8px;border:1px solid var(--rule);border-radius:5px;background:var(--paper);color:var(--c0);font:inherit;font-size:12px;cursor:pointer}
[hidden]{display:none!important}
.scroll{overflow-x:auto;margin-top:8px}
table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
th,td{padding:5px 14px;text-align:left;vertical-align:baseline;white-space:nowrap}
th:first-child,td:first-child{padding-left:0}
td:last-child,th:last-child{padding-right:2px}
thead th{font-weight:600;color:var(--soft);font-size:13px;border-bottom:1px solid var(--rule)}
tbody tr+tr>*{border-top:1px solid var(--grid)}
.scroll th:first-child,.scroll td:first-child{position:sticky;left:0;background:var(--paper)}
.scroll table{border-collapse:separate;border-spacing:0}
.shaded{font-size:13px}
.shaded th,.shaded td{padding:4px 7px}
.shaded td[style]{background:color-mix(in srgb,var(--shade),transparent)}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(160px,1fr));gap:20px 24px;margin:12px 0 0}
.figures dt{color:var(--soft);font-size:13px}
.figures dd{margin:2px 0 0;font-size:23px;line-height:1.25;font-weight:600;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
.below{color:var(--soft);font-size:12.5px;font-weight:400;letter-spacing:0}
.number{text-align:right}
.bars{width:100%;max-width:720px;margin-top:8px}
.bars th,.bars td{vertical-align:middle}
.bars th{font-weight:500}
.bars .bar{width:100%;padding:5px 0}
.bars thead td{border-bottom:1px solid var(--rule)}
.bars .bar div{position:relative;height:14px}
.bars .bar div::after{content:"";position:absolute;left:var(--zero);top:-6px;bottom:-6px;border-left:1px solid var(--zero)}
.bars i{position:absolute;top:0;bottom:0;background:var(--c0);border-radius:1px}
.bars .negative{background:var(--c1)}
@media (max-width:600px){main{padding:24px 16px 48px}h1{font-size:23px}.scroll th,.scroll td{padding:5px 9px}.scroll th:first-child,.scroll td:first-child{padding-left:0}}
@media print{main{max-width:none;padding:0}.panel{break-inside:avoid}.reset{display:none}}
`;
