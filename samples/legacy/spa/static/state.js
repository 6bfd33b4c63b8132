// What the whole page knows: who is logged in, and the words of today.

export const state = { staff: "", today: "", procedures: [], eras: [], words: {} };

export function learn(said) {
  Object.assign(state, said);
}

// The words of a button, as the system has them today.
export function say(words) {
  return state.words[words] || words;
}
