import type { GlassNode } from 'glass-easel-miniprogram-adapter';

/**
 * glass-easel 0.12.1 declares the `ready` lifetime and never calls it. WeChat calls it after the
 * component is laid out: for a new page between `onShow` and `onReady`, later in the next turn.
 */
export interface ReadyQueue {
  add(node: GlassNode): void;
  /** Holds back until `flush`, while a page is being opened. */
  hold(): void;
  flush(): void;
}

export function createReadyQueue(): ReadyQueue {
  let waiting: GlassNode[] = [];
  let held = false;
  let scheduled = false;

  function flush() {
    held = false;
    // Parents are attached before their children; children are ready before their parents.
    const nodes = waiting.reverse();
    waiting = [];
    for (const node of nodes)
      if (node.$$ === null || node.$$.isConnected) node.triggerLifetime?.('ready', []);
  }

  return {
    add(node) {
      waiting.push(node);
      if (held || scheduled) return;
      scheduled = true;
      queueMicrotask(() => {
        scheduled = false;
        if (!held) flush();
      });
    },
    hold: () => {
      held = true;
    },
    flush,
  };
}
