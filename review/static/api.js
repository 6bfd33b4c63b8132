// Calls to the server. Every failure becomes a Problem with words for the person.

const token = document.querySelector('meta[name="csrf-token"]').content;

export class Problem extends Error {
  constructor(message, advice = "", canOverride = false) {
    super(message);
    this.advice = advice;
    this.canOverride = canOverride;
  }

  get words() {
    return this.canOverride ? this.message : `${this.message}${this.advice}`;
  }
}

export async function post(url, body = {}, { keepalive = false } = {}) {
  const response = await send(url, body, keepalive);
  const data = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Problem(
      data.message ?? "サーバーが受け付けませんでした。",
      data.advice ?? "画面を開き直してください。",
      data.can_override ?? false,
    );
  }
  return data;
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
