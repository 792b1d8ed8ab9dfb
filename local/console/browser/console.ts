import type { ConsoleState, LogView } from '../state';
import { installMoneyButtons, showMoney } from './money';
import { cell, command, element } from './parts';
import { showPhones } from './phones';

const PHONE_WIDTH = 375;
const PHONE_HEIGHT = 812;
const CAPTION_HEIGHT = 60;
const ADD_FORM_WIDTH = 150;
const ROW_GAP = 16;
/** For the shadows: below the phones, and left of them. */
const PADDING_BELOW = 24;
const PADDING_LEFT = 12;
const NARROW = matchMedia('(max-width: 900px)');
const LEAST_SCALE = 0.5;
const BEIJING_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const CALLERS: Readonly<Record<string, string>> = {
  wx_client: '手机',
  wx_trigger: '定时器',
  wx_http: '网页',
};
let state: ConsoleState | null = null;
let receivedAtMs = 0;

function show(next: ConsoleState): void {
  state = next;
  receivedAtMs = Date.now();
  showPhones(next.phones);
  showMoney(next);
  showLog(next.log);
  showNotes(next);
}

function showLog(log: readonly LogView[]): void {
  element('log-rows').replaceChildren(
    ...log.map((entry) => {
      const row = document.createElement('tr');
      const called = entry.action ? `${entry.name} · ${entry.action}` : entry.name;
      const name = cell(called, entry.ok ? '' : 'failed');
      const detail = document.createElement('div');
      detail.className = 'mono';
      detail.textContent = entry.detail;
      name.append(detail);
      row.append(
        cell(clockText(entry.atMs)),
        name,
        cell(CALLERS[entry.caller] ?? entry.caller, 'caller'),
        cell(String(Math.round(entry.durationMs)), 'figure'),
      );
      return row;
    }),
  );
}

function showNotes({ crowd, movedFromNight, offsetMs }: ConsoleState): void {
  const { joined, finished, packets, problem } = crowd;
  const playing = finished < joined ? `${joined - finished} 位正在玩，` : '';
  element('crowd-note').textContent =
    problem ?? (joined > 0 ? `${playing}已抢到 ${packets} 个红包` : '');
  const moved = element('moved');
  moved.hidden = offsetMs === 0;
  moved.textContent = movedFromNight
    ? '北京现在是夜里，夜间不发红包，时钟已拨到 20:00'
    : `比真实时间快 ${spanText(offsetMs)}`;
}

function clockText(atMs: number): string {
  return new Date(atMs + BEIJING_OFFSET_MS).toISOString().slice(11, 19);
}

function spanText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const days = Math.floor(minutes / 1_440);
  const hours = Math.floor((minutes % 1_440) / 60);
  return [
    days > 0 ? `${days} 天` : '',
    hours > 0 ? `${hours} 小时` : '',
    minutes % 60 > 0 ? `${minutes % 60} 分钟` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function nowMs(): number {
  return (state?.nowMs ?? 0) + Date.now() - receivedAtMs;
}

function tick(): void {
  if (!state) return;
  const date = new Date(nowMs() + BEIJING_OFFSET_MS).toISOString();
  element('time').textContent = `${date.slice(5, 10)} ${date.slice(11, 19)}`;
}

/**
 * Phones are shown whole and never larger than life: as large as the window's height allows, and
 * the first three of them side by side where its width does. A narrow window scrolls down instead.
 */
function fitPhones(): void {
  const row = element('phones');
  const height = row.clientHeight - CAPTION_HEIGHT - PADDING_BELOW;
  const byHeight = NARROW.matches ? 1 : height / PHONE_HEIGHT;
  const width = row.clientWidth - PADDING_LEFT - ADD_FORM_WIDTH - 3 * ROW_GAP;
  const byWidth = width / (3 * PHONE_WIDTH);
  const scale = Math.min(1, byHeight, Math.max(LEAST_SCALE, byWidth));
  const shown = Math.max(LEAST_SCALE, scale).toFixed(4);
  document.documentElement.style.setProperty('--phone-scale', shown);
}

function connect(): void {
  const events = new EventSource('/api/events');
  events.onmessage = (event) => {
    element('lost').hidden = true;
    show(JSON.parse(event.data) as ConsoleState);
  };
  events.onerror = () => {
    element('lost').hidden = false;
  };
}

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-move]')) {
  button.addEventListener('click', () => {
    void command({ do: 'move-clock', byMs: Number(button.dataset['move']) });
  });
}
element('to-morning').addEventListener('click', () => {
  const sinceMidnightMs = (nowMs() + BEIJING_OFFSET_MS) % DAY_MS;
  const eightMs = 8 * 3_600_000;
  const byMs = (eightMs - sinceMidnightMs + DAY_MS) % DAY_MS || DAY_MS;
  void command({ do: 'move-clock', byMs: Math.ceil(byMs) });
});
element('crowd').addEventListener('click', () => void command({ do: 'crowd', count: 30 }));
for (const tab of document.querySelectorAll<HTMLButtonElement>('[data-tab]')) {
  tab.addEventListener('click', () => {
    for (const other of document.querySelectorAll<HTMLButtonElement>('[data-tab]')) {
      const chosen = other === tab;
      other.setAttribute('aria-selected', String(chosen));
      element(other.dataset['tab'] as string).hidden = !chosen;
    }
  });
}
installMoneyButtons();
addEventListener('resize', fitPhones);
setInterval(tick, 250);
fitPhones();
connect();
