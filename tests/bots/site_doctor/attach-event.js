function tsukeru() { document.body.attachEvent("onclick", function () {}); }
