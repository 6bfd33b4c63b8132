// Every document that can be reached from this one, in the order in which frames stand.
const documents = function* (doc) {
  yield doc;
  const roots = [doc];
  for (const root of roots) {
    for (const each of root.querySelectorAll("*")) if (rootOf(each)) roots.push(rootOf(each));
    for (const frame of root.querySelectorAll("iframe,frame"))
      if (frame.contentDocument?.defaultView) yield* documents(frame.contentDocument);
  }
};
// A frame whose document the one around it can reach has been asked through that one.
const isReached = asked.part && window.frameElement !== null;
const answer = { whole: true, lines: [], documents: 0, apart: 0, hidden: 0 };
for (const doc of isReached ? [] : documents(document)) {
  let seen;
  if (asked.act === "hide") seen = hide(doc, asked.token);
  else if (asked.act === "read") seen = new Look(doc);
  else {
    const [whole, now] = show(doc, asked.token);
    answer.whole = answer.whole && whole;
    seen = now;
  }
  answer.documents += 1;
  answer.hidden += seen.hidden.size;
  answer.apart += seen.frames.filter((frame) => !frame.contentDocument).length;
  if (asked.act === "show") continue;
  const name = doc.defaultView.name || doc.title;
  answer.lines.push(`# ${hasSecret(name) ? SHOWN : name}`, ...wordsOf(doc, seen));
}
return answer;
