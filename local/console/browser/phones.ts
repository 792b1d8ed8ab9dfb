/** The row of phones: each a frame of the simulator, with the way it was entered. */
import type { PhoneView } from '../state';
import { command, element } from './parts';

/** A WeChat red packet opens from a scan only, so a tester must be able to choose. */
const SCENES: readonly (readonly [scene: number, words: string])[] = [
  [1008, '从群聊卡片进入'],
  [1047, '扫码进入'],
];
const [FIRST_SCENE] = SCENES;

/** Phones are only ever added: replacing an iframe would restart the phone in it. */
export function showPhones(phones: readonly PhoneView[]): void {
  const row = element('phones');
  if (!row.querySelector('form')) row.append(addForm());
  for (const phone of phones) {
    if (row.querySelector(`[data-phone="${phone.phoneId}"]`)) continue;
    row.insertBefore(phoneFigure(phone), row.querySelector('form'));
  }
}

function phoneFigure(phone: PhoneView): HTMLElement {
  const figure = document.createElement('figure');
  figure.dataset['phone'] = phone.phoneId;
  const link = document.createElement('a');
  link.target = '_blank';
  link.textContent = '单独打开';
  const frame = document.createElement('iframe');
  frame.title = phone.name;
  const enter = (scene: number) => {
    const url = new URL(phone.url);
    url.searchParams.set('scene', String(scene));
    link.href = url.href;
    frame.src = url.href;
  };
  enter(FIRST_SCENE?.[0] ?? 0);

  const caption = document.createElement('figcaption');
  const name = document.createElement('span');
  name.className = 'name';
  name.textContent = phone.role === 'organiser' ? `${phone.name} · 组织活动` : phone.name;
  caption.append(name, link, sceneChoice(phone, enter));
  const screen = document.createElement('div');
  screen.className = 'screen';
  screen.append(frame);
  figure.append(caption, screen);
  return figure;
}

/** Choosing enters the mini program anew. */
function sceneChoice(phone: PhoneView, enter: (scene: number) => void): HTMLSelectElement {
  const choice = document.createElement('select');
  choice.setAttribute('aria-label', `${phone.name}怎样进入`);
  for (const [scene, words] of SCENES) choice.add(new Option(words, String(scene)));
  choice.addEventListener('change', () => enter(Number(choice.value)));
  return choice;
}

function addForm(): HTMLFormElement {
  const form = document.createElement('form');
  form.className = 'add';
  const label = document.createElement('label');
  label.textContent = '加一部手机';
  const input = document.createElement('input');
  input.placeholder = '玩家名字';
  input.maxLength = 12;
  input.required = true;
  label.append(input);
  const button = document.createElement('button');
  button.textContent = '添加';
  form.append(label, button);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const name = input.value.trim();
    if (!name) return;
    input.value = '';
    void command({ do: 'add-phone', name });
  });
  return form;
}
