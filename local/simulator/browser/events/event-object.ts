import type { GlassEvent, GlassNode, Instance } from 'glass-easel-miniprogram-adapter';

export interface EventTargetInfo {
  readonly id: string;
  readonly dataset: Record<string, unknown>;
  readonly offsetLeft: number;
  readonly offsetTop: number;
}

/** The event object that a page's handler receives: plain data, as WeChat documents it. */
export interface MiniProgramEvent {
  readonly type: string;
  readonly timeStamp: number;
  readonly target: EventTargetInfo;
  readonly currentTarget: EventTargetInfo;
  readonly mark: Record<string, unknown>;
  readonly detail: unknown;
  readonly touches: unknown[];
  readonly changedTouches: unknown[];
}

export function miniProgramEvent(event: GlassEvent): MiniProgramEvent {
  return {
    type: event.type,
    timeStamp: event.timeStamp,
    target: targetInfo(event.target),
    currentTarget: targetInfo(event.currentTarget),
    mark: { ...event.mark },
    detail: event.detail ?? {},
    touches: event.touches ?? [],
    changedTouches: event.changedTouches ?? [],
  };
}

function targetInfo(target: GlassNode | Instance): EventTargetInfo {
  const node = '_$' in target ? (target as Instance)._$ : (target as GlassNode);
  return {
    id: node.id,
    dataset: { ...node.dataset },
    offsetLeft: node.$$?.offsetLeft ?? 0,
    offsetTop: node.$$?.offsetTop ?? 0,
  };
}
