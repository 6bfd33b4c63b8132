// The page's only way to the server.

const LOST = "通信エラーが発生しました。通信の状態を確認し、申請一覧で登録の有無を確認してください。";
const BROKEN = "システムエラーが発生しました。管理者に連絡してください";

export class Refused extends Error {
  constructor(status, said) {
    super(said.error || BROKEN);
    this.status = status;
    this.fields = said.fields || {};
  }
}

function token() {
  const found = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/);
  return found ? found[1] : "";
}

export async function get(path, query = {}) {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().filter((each) => each !== "").map((each) => [name, each]));
  const asked = new URLSearchParams(pairs).toString();
  return answer(fetch(`/api${path}${asked ? `?${asked}` : ""}`));
}

export async function post(path, body = {}) {
  const headers = { "Content-Type": "application/json", "X-XSRF-TOKEN": token() };
  return answer(fetch(`/api${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function answer(sent) {
  let response, said;
  try {
    response = await sent;
    said = await response.json();
  } catch (error) {
    throw new Refused(0, { error: response && response.status >= 500 ? BROKEN : LOST });
  }
  if (!response.ok) throw new Refused(response.status, said);
  return said;
}
