import { askUntilSettled } from '../../services/ask-again';
import type { CallResult } from '../../services/call-result';
import { leavePage } from '../../services/leave-page';
import { loadLink } from '../../services/player';
import { NO_TROUBLE, troubleOf } from '../../services/sentences';
import { serverClock } from '../../services/server-clock';
import type { LinkView } from '../../shared/contract/player';
import { type LinkPhase, linkPhase } from './link-words';

/** Long enough to read that it worked. */
const LEAVE_AFTER_MS = 1_600;

/**
 * Explains why the official account is needed, opens its page, and asks the cloud afterwards whether
 * the accounts are linked: what the web page says on its way out proves nothing.
 */
Page({
  timer: 0,
  wentToLink: false,

  data: {
    phase: 'loading' as 'loading' | 'failed' | 'checking' | LinkPhase,
    trouble: NO_TROUBLE,
    url: '',
    /** Back from the web page without a link. */
    notYet: false,
  },

  async onShow() {
    if (!this.wentToLink) return this.load();
    this.wentToLink = false;
    this.setData({ phase: 'checking' });
    this.show(await askUntilSettled(loadLink, ({ isLinked }) => isLinked));
    this.setData({ notYet: this.data.phase === 'explain' });
  },

  onUnload() {
    clearTimeout(this.timer);
  },

  async load() {
    this.show(await loadLink());
  },

  show(result: CallResult<LinkView>) {
    if (!result.ok) {
      const trouble = troubleOf(result.failure, serverClock.now());
      this.setData({ phase: 'failed', trouble });
      return;
    }
    const phase = linkPhase(result.value);
    this.setData({ phase, url: result.value.url ?? '' });
    if (phase === 'linked') this.timer = setTimeout(() => this.leave(), LEAVE_AFTER_MS);
  },

  retry() {
    this.setData({ phase: 'loading' });
    void this.load();
  },

  openWebPage() {
    this.wentToLink = true;
    wx.navigateTo({ url: `/pages/link-web/link-web?url=${encodeURIComponent(this.data.url)}` });
  },

  leave() {
    clearTimeout(this.timer);
    leavePage();
  },
});
