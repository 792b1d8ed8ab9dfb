import type { PhoneFailure } from '../../services/call-result';
import { entryScene } from '../../services/entry-scene';
import { leavePage } from '../../services/leave-page';
import { takePacket } from '../../services/money-pages';
import type { OpeningPhase } from '../../services/packet-opening';
import { asSeenFrom } from '../../services/packet-task';
import { loadPacket } from '../../services/player';
import { NO_TROUBLE, troubleOf } from '../../services/sentences';
import { serverClock } from '../../services/server-clock';
import { recallWon } from '../../services/won-packets';
import type { PacketView } from '../../shared/contract/packet';
import {
  BUSY_WORDS,
  openingNote,
  type PacketWords,
  packetWords,
  type Summary,
  summaryOf,
} from './packet-words';

/**
 * One packet, or several one after another. `claimIds` is a list; with `closed` they are still to be
 * opened by hand, otherwise the packet lies open with its payment's history. An open packet that
 * waits for its player is taken here.
 */
Page({
  data: {
    phase: 'loading',
    trouble: NO_TROUBLE,
    packets: [] as PacketView[],
    index: 0,
    /** The packet in the hand, in a list of one so that the next one is a new component. */
    inHand: [] as PacketView[],
    closed: false,
    opened: false,
    words: null as PacketWords | null,
    summary: null as Summary | null,
    /** The packet that WeChat's page is being asked for; one at a time. */
    takingId: '',
    busy: null as (typeof BUSY_WORDS)[OpeningPhase] | null,
    /** What came of the last try, when the packet itself does not say it. */
    note: '',
  },

  claimIds: [] as string[],

  onLoad(query: Record<string, string | undefined>) {
    this.claimIds = decodeURIComponent(query.claimIds ?? '')
      .split(',')
      .filter((claimId) => claimId !== '');
    this.setData({ closed: query.closed === '1' });
    void this.load();
  },

  /** Back from the link page, or in again by a scan. WeChat's own page comes through here, too. */
  onShow() {
    if (this.data.phase === 'ready' && !this.data.takingId) void this.refresh();
  },

  async onPullDownRefresh() {
    if (this.data.phase === 'ready') await this.refresh();
    else await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const packets: PacketView[] = [];
    for (const claimId of this.claimIds) {
      const known = this.data.closed ? recallWon(claimId) : null;
      const result = known ? { ok: true as const, value: known } : await loadPacket(claimId);
      if (!result.ok) return this.fail(result.failure);
      packets.push(result.value);
    }
    if (packets.length === 0) return this.fail({ code: 'NOT_FOUND' });
    this.setData({ phase: 'ready' });
    this.show(packets);
    this.take(0);
  },

  /** What is on the page stays when the network does not answer. */
  async refresh() {
    for (const claimId of this.claimIds) {
      const result = await loadPacket(claimId);
      if (result.ok && !this.data.takingId) this.replace(result.value);
    }
  },

  replace(packet: PacketView) {
    this.show(this.data.packets.map((old) => (old.claimId === packet.claimId ? packet : old)));
  },

  show(packets: readonly PacketView[]) {
    const scene = entryScene();
    const nowMs = serverClock.now();
    const seen = packets.map((packet) => asSeenFrom(packet, scene));
    const current = seen[this.data.index];
    this.setData({
      packets: seen,
      inHand: current ? [current] : [],
      words: current ? packetWords(current, scene, nowMs) : null,
      summary: this.data.summary && summaryOf(seen, scene, nowMs),
    });
  },

  take(index: number) {
    this.setData({ index, opened: !this.data.closed, note: '' });
    this.show(this.data.packets);
  },

  fail(failure: PhoneFailure) {
    this.setData({ phase: 'failed', trouble: troubleOf(failure, serverClock.now()) });
  },

  retry() {
    if (!this.data.trouble.canRetry) return this.leave();
    this.setData({ phase: 'loading' });
    void this.load();
  },

  onOpened() {
    this.setData({ opened: true });
  },

  next() {
    this.take(this.data.index + 1);
  },

  openAll() {
    const summary = summaryOf(this.data.packets, entryScene(), serverClock.now());
    this.setData({ summary, opened: true });
  },

  /** The main button under the packet in the hand. */
  act() {
    const { words, inHand } = this.data;
    if (words?.task === 'link') {
      wx.navigateTo({ url: '/pages/link/link' });
      return;
    }
    const [packet] = inHand;
    if (packet) void this.receive(packet.claimId);
  },

  actOnRow(event: WechatMiniprogram.TouchEvent) {
    void this.receive(String(event.currentTarget.dataset.claimId));
  },

  async receive(claimId: string) {
    if (this.data.takingId) return;
    this.setData({ takingId: claimId, note: '' });
    const onPhase = (phase: OpeningPhase) => this.setData({ busy: BUSY_WORDS[phase] });
    const opening = await takePacket(claimId, onPhase);
    const task = this.data.words?.task ?? 'none';
    this.setData({
      takingId: '',
      busy: null,
      note: openingNote(opening, task, serverClock.now()),
    });
    if (opening.packet) this.replace(opening.packet);
  },

  leave() {
    leavePage();
  },

  openMyPackets() {
    wx.switchTab({ url: '/pages/my-packets/my-packets' });
  },
});
