// Calls to the server. Every failure becomes a Problem with words for the person.

let token = document.querySelector('meta[name="csrf-token"]').content;

export const csrfToken = () => token;

export class Problem extends Error {
  // `status` is that of HTTP; 0 where the server was not reached. `data`: the whole answer.
  constructor(message, advice = "", { canOverride = false, status = 0, data = {} } = {}) {
    super(message);
    this.advice = advice;
    this.canOverride = canOverride;
    this.status = status;
    this.data = data;
  }

  get words() {
    return this.canOverride ? this.message : `${this.message}${this.advice}`;
  }

  get isOffline() {
    return this.status === 0;
  }

  get isSignedOut() {
    return this.status === 401;
  }
}

export async function post(url, body = {}, { keepalive = false } = {}) {
  let response = await send(url, body, keepalive);
  if (!keepalive && [401, 403].includes(response.status) && (await renewToken())) {
    response = await send(url, body, keepalive);
  }
  const data = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Problem(
      data.message ?? "サーバーが受け付けませんでした。",
      data.advice ?? "画面を開き直してください。",
      { canOverride: data.can_override ?? false, status: response.status, data },
    );
  }
  return data;
}

// The same person may have signed in anew in another tab: then this page goes on with the new
// token. True where there is another one than before.
export async function renewToken() {
  const answer = await fetch("/session/token", { headers: { Accept: "application/json" } }).catch(
    () => null,
  );
  if (!answer?.ok) return false;
  const fresh = await answer.json();
  const mine = document.querySelector("[data-person]")?.dataset.person;
  if (fresh.token === token || (mine !== undefined && mine !== fresh.person)) return false;
  token = fresh.token;
  return true;
}

async function send(url, body, keepalive) {
  try {
    return await fetch(url, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRF-Token": token,
      },
      body: JSON.stringify(body),
      keepalive,
    });
  } catch {
    throw new Problem(
      "サーバーにつながりません。",
      "入力した内容は画面に残っています。少し待って、もう一度操作してください。",
    );
  }
}
