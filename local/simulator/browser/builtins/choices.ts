/** switch, checkbox and radio with their groups, and the label that taps them. */
import type { GlassNode } from 'glass-easel-miniprogram-adapter';
import { closestAbove, controlOf, nodesBelow, registerControl } from './control';
import type { Builtin, Host } from './define';

const GREEN = '#09BB07';

export const switchTag: Builtin = {
  tag: 'switch',
  properties: {
    name: String,
    checked: Boolean,
    disabled: Boolean,
    type: { type: String, value: 'switch' },
    color: { type: String, value: '#04BE02' },
  },
  data: { on: false },
  setup(host) {
    const initial = host.flag('checked');
    const setOn = (on: boolean) => host.set({ on, checked: on });
    const toggle = () => {
      if (host.flag('disabled')) return;
      setOn(!host.flag('on'));
      host.emit('change', { value: host.flag('on') });
    };
    host.watch(['checked'], () => host.set({ on: host.flag('checked') }));
    host.node.addListener('tap', toggle);
    registerControl(host.node, {
      name: () => host.text('name'),
      value: () => host.flag('on'),
      reset: () => setOn(initial),
      activate: toggle,
    });
  },
};

export const checkbox: Builtin = {
  tag: 'checkbox',
  properties: {
    value: String,
    checked: Boolean,
    disabled: Boolean,
    color: { type: String, value: GREEN },
  },
  data: { on: false },
  setup: (host) => installChoice(host, 'WX-CHECKBOX-GROUP'),
};

export const radio: Builtin = {
  ...checkbox,
  tag: 'radio',
  setup: (host) => installChoice(host, 'WX-RADIO-GROUP'),
};

export const checkboxGroup: Builtin = {
  tag: 'checkbox-group',
  properties: { name: String },
  setup(host) {
    const chosen = () =>
      choicesOf(host.node).flatMap((choice) => (choice.on() ? [choice.value()] : []));
    groups.set(host.node, {
      choose: (choice) => choice.setOn(!choice.on()),
      changed: () => host.emit('change', { value: chosen() }),
    });
    registerGroup(host, chosen);
  },
};

export const radioGroup: Builtin = {
  tag: 'radio-group',
  properties: { name: String },
  setup(host) {
    const chosen = () =>
      choicesOf(host.node)
        .find((choice) => choice.on())
        ?.value() ?? '';
    groups.set(host.node, {
      choose(choice) {
        for (const other of choicesOf(host.node)) other.setOn(other === choice);
      },
      changed: () => host.emit('change', { value: chosen() }),
    });
    registerGroup(host, chosen);
  },
};

export const label: Builtin = {
  tag: 'label',
  properties: { for: String },
  setup(host) {
    host.node.addListener('tap', (event) => {
      const target =
        '_$' in event.target ? (event.target._$ as GlassNode) : (event.target as GlassNode);
      const tapped = [target, ...ancestorsWithin(target, host.node)];
      // A tap on the control itself, or on a button inside, is theirs.
      if (tapped.some((node) => controlOf(node) || node.$$?.tagName === 'WX-BUTTON')) return;
      const wanted = host.text('for');
      const found = wanted
        ? host.node.ownerShadowRoot?.querySelector(`#${wanted}`)
        : [...nodesBelow(host.node)].find((node) => controlOf(node));
      if (found) controlOf(found)?.activate();
    });
  },
};

interface Choice {
  value(): string;
  on(): boolean;
  setOn(on: boolean): void;
}

interface Group {
  choose(choice: Choice): void;
  changed(): void;
}

const choices = new WeakMap<GlassNode, Choice>();
const groups = new WeakMap<GlassNode, Group>();

function installChoice(host: Host, groupTag: string) {
  const initial = host.flag('checked');
  const choice: Choice = {
    value: () => host.text('value'),
    on: () => host.flag('on'),
    setOn: (on) => host.set({ on, checked: on }),
  };
  choices.set(host.node, choice);
  const activate = () => {
    if (host.flag('disabled')) return;
    const groupNode = closestAbove(host.node, (node) => node.$$?.tagName === groupTag);
    const group = groupNode && groups.get(groupNode);
    if (!group) choice.setOn(groupTag === 'WX-CHECKBOX-GROUP' ? !choice.on() : true);
    group?.choose(choice);
    group?.changed();
  };
  host.watch(['checked'], () => host.set({ on: host.flag('checked') }));
  host.node.addListener('tap', activate);
  registerControl(host.node, {
    name: () => '',
    value: choice.on,
    reset: () => choice.setOn(initial),
    activate,
  });
}

function registerGroup(host: Host, value: () => unknown) {
  registerControl(host.node, { name: () => host.text('name'), value, reset() {}, activate() {} });
}

function choicesOf(group: GlassNode): Choice[] {
  return [...nodesBelow(group)].flatMap((node) => choices.get(node) ?? []);
}

function ancestorsWithin(node: GlassNode, limit: GlassNode): GlassNode[] {
  const found: GlassNode[] = [];
  for (let at = node.getComposedParent(); at && at !== limit; at = at.getComposedParent())
    found.push(at);
  return found;
}
