// Runs once on the page that answers an entry ticket: keeps the pass for this tab and goes on to the window.
const read = (name) => document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? ''
sessionStorage.setItem('wanmi-pass', read('wanmi-pass'))
location.replace(read('wanmi-entry'))
