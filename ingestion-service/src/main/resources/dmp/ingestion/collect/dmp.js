(function(w,d,n){
var s=d.currentScript,k=s.dataset.key,u=new URL("/v1/events?k="+k,s.src).href,q=w.dmp&&w.dmp.q||[],L=[],P=["collection","profiling","activation"],
g=function(m){return(d.cookie.match("(?:^|; )"+m+"=([^;]*)")||[])[1]},
c=function(m,v,a){d.cookie=m+"="+v+";path=/;SameSite=Lax;max-age="+a+(location.protocol=="https:"?";Secure":"")},
t,i=g("_dmp"),v=function(){return t!=null&&t.indexOf("c")>=0},
o=function(){var r={};P.forEach(function(p){r[p]=t.indexOf(p[0])>=0});if(n.globalPrivacyControl)r.activation=false;return r},
x=function(e){e.identifier="cookie:"+i;e.consent=o();e=JSON.stringify(e);
try{fetch(u,{method:"POST",body:e,keepalive:true,mode:"no-cors",credentials:"omit"}).catch(function(){})}catch(z){n.sendBeacon(u,e)}},
e=function(m,p){if(!v()){if(t==null)q.push(["event",m,p]);return}
x({name:m,properties:p||{},links:L,page:{url:location.href,title:d.title,referrer:d.referrer||null}})},
a=function(){if(!v())return;
if(!i)i=Array.from(crypto.getRandomValues(new Uint32Array(4)),function(b){return b.toString(36)}).join("");
c("_dmp",i,33696000);var r=q;q=[];r.forEach(f)},
f=function(r){var m=r[0];
if(m=="event")e(r[1],r[2]);
else if(m=="page")e("page-view");
else if(m=="identify"){if(L.indexOf(r[1])<0)L.push(r[1]);e("identify")}
else if(m=="consent"){var b=t;t=P.map(function(p){return r[1][p]===true?p[0]:""}).join("");c("_dmpc",t,33696000);
if(v()){a();if(b!=t)x({name:"consent"});if(!b||b.indexOf("c")<0)e("page-view")}
else{q=[];L=[];if(i)x({name:"consent"});i="";c("_dmp","",0)}}};
t=g("_dmpc");w.dmp=function(){f(arguments)};w.dmp.q=[];
var r=q;q=[];if(t!=null){a();e("page-view")}r.forEach(f)
})(window,document,navigator)
