import { continueExport, startExport } from '../../../services/organiser';
import { sentenceOf } from '../../../services/sentences';
import { serverClock } from '../../../services/server-clock';
import type { ClaimExport } from '../../../shared/contract/claims';
import { progressPercent, progressWords, readyWords } from './export-words';

/** So many calls in a row that brought nothing: somebody has to look at it. */
const STUCK_AFTER = 3;

/** All claims of a campaign as a file: asked for, written over many calls, handed out as a link. */
Component({
  properties: {
    campaignId: { type: String, value: '' },
  },

  data: {
    phase: 'idle' as 'idle' | 'writing' | 'ready' | 'empty' | 'failed',
    percent: 0,
    words: '',
    url: '',
    /** The page was left: what the cloud has written stays, and is gone on with next time. */
    gone: false,
  },

  lifetimes: {
    detached() {
      this.setData({ gone: true });
    },
  },

  methods: {
    /** Also after a failure: the cloud goes on with what it has written. */
    async begin() {
      if (this.data.phase === 'writing') return;
      this.setData({ phase: 'writing', percent: 0, words: '正在准备…', url: '' });
      const { campaignId } = this.data;
      let result = await startExport(campaignId);
      let stuck = 0;
      while (!this.data.gone) {
        if (!result.ok) return this.fail(sentenceOf(result.failure, serverClock.now()));
        const view = result.value;
        if (view.expectedRows === 0) return this.setData({ phase: 'empty' });
        if (view.url !== null) return this.hand(view, view.url);
        this.setData({ percent: progressPercent(view), words: progressWords(view) });
        result = await continueExport(campaignId, view.exportId);
        stuck = result.ok && result.value.rows === view.rows ? stuck + 1 : 0;
        if (stuck >= STUCK_AFTER) return this.fail('文件暂时生成不了，请稍后再试');
      }
    },

    hand(view: ClaimExport, url: string) {
      const words = readyWords(view, serverClock.now());
      this.setData({ phase: 'ready', percent: 100, words, url });
    },

    fail(words: string) {
      this.setData({ phase: 'failed', words });
    },

    /** WeChat opens no CSV itself, so the file goes to a computer by its address. */
    copy() {
      wx.setClipboardData({
        data: this.data.url,
        fail: () => wx.showToast({ title: '没能复制，请再试一次', icon: 'none' }),
      });
    },
  },
});
