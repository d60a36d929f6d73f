// How the page looks, and the one small script: a filter, and opening what is folded before printing.
#include "report/html_parts.h"

namespace rf::report {

const std::string_view kPageStyle = R"css(
:root{color-scheme:light dark;--bg:#fff;--soft:#f5f6f8;--ink:#16202c;--dim:#55606e;--line:#d8dde4;--link:#0b57b0;
--bad:#a8170f;--bad-bg:#fdecea;--open:#7a4b00;--open-bg:#fff3d9;--due:#134b9e;--due-bg:#e6effc;--ok:#0b6040;--ok-bg:#e2f5ec;--off:#55606e;--off-bg:#eceff3;
--c0:#0072b2;--c1:#d98a00;--c2:#009e73;--c3:#b8578f;--c4:#3f9fd8;--c5:#c04f00;--c6:#7a5aa6;--c7:#8a94a2;--cu:#b9c0ca}
@media (prefers-color-scheme:dark){:root{--bg:#11161d;--soft:#1a212b;--ink:#e8ecf1;--dim:#a3aebb;--line:#323c49;--link:#7db5ff;
--bad:#ff9a91;--bad-bg:#3d1a17;--open:#f5c469;--open-bg:#38290b;--due:#93bdff;--due-bg:#16294a;--ok:#74d8ae;--ok-bg:#10352a;--off:#a3aebb;--off-bg:#242d38;
--c0:#3d9bd6;--c1:#e6a532;--c2:#2fbf94;--c3:#d17fae;--c4:#7cc4ee;--c5:#e27a35;--c6:#a98bd4;--c7:#7d8896;--cu:#505b69}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC",sans-serif}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,input:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-9999px}.skip:focus{left:1rem;top:1rem;background:var(--bg);padding:.5rem 1rem;z-index:2}
header,main,footer,nav{max-width:70rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.25rem}
h1{font-size:1.9rem;line-height:1.2;margin:.1rem 0 .3rem;letter-spacing:-.015em}
h2{font-size:1.3rem;margin:2.75rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line);letter-spacing:-.01em}
h3{font-size:1.02rem;margin:1.6rem 0 .5rem}
h4{font-size:.92rem;margin:1.1rem 0 .35rem}
p{margin:.45rem 0}.dim,.meta{color:var(--dim)}.meta{margin:0;font-size:.95rem}.brand{font-size:.8rem;font-weight:650;letter-spacing:.09em;text-transform:uppercase;color:var(--dim);margin:0}
.lead{font-size:1.15rem;margin:1rem 0}
nav{margin-top:1.25rem}nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;padding:0;margin:0;font-size:.92rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:1.25rem 0;padding:0;list-style:none}
.tiles li{border:1px solid var(--line);border-left-width:5px;border-radius:8px;padding:.7rem .9rem;background:var(--bg)}
.tiles b{display:block;font-size:1.9rem;line-height:1.15;font-variant-numeric:tabular-nums}
.tiles span{font-size:.9rem;color:var(--dim);display:block;line-height:1.35}
.tiles .bad{border-left-color:var(--bad)}.tiles .open{border-left-color:var(--open)}.tiles .due{border-left-color:var(--due)}.tiles .ok{border-left-color:var(--ok)}
.zero b{color:var(--dim);font-weight:500}
.note{background:var(--soft);border-radius:8px;padding:.75rem 1.1rem;margin:1.25rem 0}.note h2,.note h3{border:0;margin:.1rem 0 .25rem;padding:0;font-size:1rem}.note ul{margin:.25rem 0;padding-left:1.15rem}.note li{margin:.2rem 0}
.badge{display:inline-block;border-radius:999px;padding:.08rem .65rem;font-size:.82rem;font-weight:600;line-height:1.5;white-space:nowrap}
.bad .badge,.badge.bad{color:var(--bad);background:var(--bad-bg)}.badge.open{color:var(--open);background:var(--open-bg)}.badge.due{color:var(--due);background:var(--due-bg)}.badge.ok{color:var(--ok);background:var(--ok-bg)}.badge.off{color:var(--off);background:var(--off-bg)}
.force{display:inline-block;border:1px solid var(--line);border-radius:4px;padding:0 .45rem;font-size:.8rem;color:var(--dim)}
.scroll{overflow-x:auto;margin:.6rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;font-weight:600;padding:.3rem 0}
.hide{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--dim);font-size:.84rem}tbody th{color:var(--ink);font-size:inherit}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}th.n{white-space:normal;overflow-wrap:break-word}
code,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.85em;overflow-wrap:anywhere}
details.finding{border:1px solid var(--line);border-radius:8px;margin:.6rem 0;background:var(--bg)}
details.finding>summary{cursor:pointer;list-style:none;padding:.7rem 1rem;display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.15rem 1rem;align-items:start}
details.finding>summary::-webkit-details-marker{display:none}
details.finding>summary .what{font-weight:600}details.finding>summary .what::before{content:"\25B8";display:inline-block;width:1.1em;color:var(--dim)}
details.finding[open]>summary .what::before{content:"\25BE"}
details.finding>summary .of{grid-column:1/-1;font-size:.92rem;color:var(--dim);padding-left:1.1em}
.inside{padding:.2rem 1.2rem 1rem 2.1rem;border-top:1px solid var(--line)}
.says{font-size:1.02rem;max-width:62rem}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.2rem;margin:.8rem 0;font-size:.92rem}dt{color:var(--dim)}dd{margin:0}
ol.attention{list-style:none;padding:0;margin:.5rem 0}ol.attention li{padding:.6rem 0;border-bottom:1px solid var(--line)}ol.attention p{margin:.15rem 0}
ol.attention .what{font-weight:600;margin-right:.5rem}
svg{max-width:100%;height:auto;display:block}svg text{fill:var(--ink);font:12.5px system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif}svg .dimt{fill:var(--dim)}
.wide svg{min-width:46rem}
.halo{paint-order:stroke;stroke:var(--bg);stroke-width:4px;stroke-linejoin:round;font-weight:600!important}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:0;margin:.4rem 0;font-size:.9rem}.legend li{display:flex;align-items:center;gap:.4rem}
.s0{fill:var(--c0)}.s1{fill:var(--c1)}.s2{fill:var(--c2)}.s3{fill:var(--c3)}.s4{fill:var(--c4)}.s5{fill:var(--c5)}.s6{fill:var(--c6)}.s7{fill:var(--c7)}.su{fill:var(--cu)}
.ink{stroke:var(--ink);fill:none}.paper{stroke:var(--bg);fill:none}.dot{fill:var(--bg)}.grid{stroke:var(--line)}.track{fill:var(--off-bg)}.fbad{fill:var(--bad)}.fopen{fill:var(--open)}.fdue{fill:var(--due)}.fok{fill:var(--ok)}.foff{fill:var(--off)}
.filter{margin:.5rem 0 1rem}.filter input{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:6px;padding:.35rem .7rem;width:min(28rem,100%)}
footer{color:var(--dim);font-size:.85rem;margin:3rem auto 2rem;padding-top:1rem;border-top:1px solid var(--line)}
@media (max-width:40rem){header,main,footer,nav{padding-left:1rem;padding-right:1rem}.inside{padding-left:1rem}details.finding>summary{grid-template-columns:1fr}dl{grid-template-columns:1fr}dt{margin-top:.4rem}}
@media print{@page{margin:16mm 14mm}
:root{color-scheme:light;--bg:#fff;--soft:#f5f6f8;--ink:#000;--dim:#444;--line:#bbb;--link:#000;--bad:#a8170f;--bad-bg:#fdecea;--open:#7a4b00;--open-bg:#fff3d9;--due:#134b9e;--due-bg:#e6effc;--ok:#0b6040;--ok-bg:#e2f5ec;--off:#444;--off-bg:#eceff3;--c0:#0072b2;--c1:#d98a00;--c2:#009e73;--c3:#b8578f;--c4:#3f9fd8;--c5:#c04f00;--c6:#7a5aa6;--c7:#8a94a2;--cu:#b9c0ca}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:9.6pt;line-height:1.42}header,main,footer,nav{max-width:none;padding-left:0;padding-right:0}header{padding-top:0}
nav,.filter,.skip{display:none}h1{font-size:17pt}h2{font-size:12.5pt;margin-top:1.4rem}h2,h3,h4,summary,caption{break-after:avoid}
#summary{break-after:page}tr,.tiles,ol.attention li,dl,svg,.note{break-inside:avoid}.scroll{overflow:visible}.wide svg{min-width:0}
.tiles{grid-template-columns:repeat(4,1fr);gap:.4rem}.tiles li{padding:.45rem .6rem}.tiles b{font-size:15pt}.lead{font-size:11pt;margin:.6rem 0}
details.finding>summary .what::before{content:""!important;width:0}details.finding>summary .of,.inside{padding-left:.8rem}table{font-size:8.6pt}a{text-decoration:none}
details::details-content{content-visibility:visible!important;block-size:auto!important;height:auto!important}}
)css";

const std::string_view kPageScript = R"js(
addEventListener('beforeprint',()=>document.querySelectorAll('details:not([open])').forEach(d=>{d.open=true;d.dataset.shut=''}));
addEventListener('afterprint',()=>document.querySelectorAll('details[data-shut]').forEach(d=>{d.open=false;delete d.dataset.shut}));
const go=()=>{const d=location.hash&&document.getElementById(decodeURIComponent(location.hash.slice(1)));if(d&&d.tagName==='DETAILS')d.open=true};
addEventListener('hashchange',go);go();
const bar=document.getElementById('filter');
if(bar){bar.hidden=false;const box=bar.querySelector('input'),count=bar.querySelector('output'),all=[...document.querySelectorAll('details.finding')];
box.addEventListener('input',()=>{const words=box.value.toLowerCase().split(/\s+/).filter(Boolean);let n=0;
for(const d of all){const t=d.textContent.toLowerCase();d.hidden=!words.every(w=>t.includes(w));n+=!d.hidden}
count.textContent=words.length?n+' of '+all.length+' findings':''})}
)js";

}  // namespace rf::report
