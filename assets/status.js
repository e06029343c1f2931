(()=>{
let d=document,box=d.querySelector("[data-status]"),probe=d.getElementById("probe"),copy=d.querySelector("[data-copy]"),
begun=Date.now(),timer,tag,said
if(copy&&navigator.clipboard){copy.hidden=false
copy.onclick=()=>navigator.clipboard.writeText(d.getElementById(copy.dataset.copy).value).then(()=>copy.textContent=copy.dataset.copied)}
if(!box)return
let look=async()=>{
clearTimeout(timer)
if(d.hidden)return
if(probe)probe.src=probe.src.split("?")[0]+"?"+Date.now()
try{
let r=await fetch(box.dataset.status,{headers:tag?{"If-None-Match":tag}:{}})
if(r.ok){
tag=r.headers.get("ETag")
let{say,next}=await r.json()
if(say&&say!=said)box.lastElementChild.textContent=said=say
if(next&&next!=location.pathname&&!d.activeElement.matches("input,select"))return setTimeout(()=>location.replace(next),900)
}}catch{}
let t=(Date.now()-begun)/6e4
timer=setTimeout(look,t<2?3e3:t<10?5e3:15e3)}
addEventListener("pageshow",look)
addEventListener("focus",look)
d.addEventListener("visibilitychange",look)
})()
