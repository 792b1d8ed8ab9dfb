import { settleRefund } from '../../../services/cashier';
import { newRequestId } from '../../../services/request-id';
import { sentenceOf } from '../../../services/sentences';
import { serverClock } from '../../../services/server-clock';

const NOTE_LEAST = 2;

/**
 * Asks for the word that a refund which WeChat Pay will not make is given back outside the app, and
 * how. Opens while `refund` ({ orderNo, refundNo, yuan }) is set; emits `close`, with the funding as
 * it is now when something became of it.
 */
Component({
  properties: {
    campaignId: { type: String, value: '' },
    refund: {
      type: Object,
      value: null as unknown as { orderNo: string; refundNo: string },
    },
  },

  data: {
    autosize: { minHeight: 48, maxHeight: 120 },
    note: '',
    problem: '',
    busy: false,
    /** The same one for every tap: what was settled is not asked for twice. */
    requestId: '',
  },

  observers: {
    refund() {
      this.setData({ note: '', problem: '', requestId: newRequestId() });
    },
  },

  methods: {
    onNote(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ note: event.detail.value, problem: '' });
    },

    cancel() {
      this.triggerEvent('close');
    },

    async confirm() {
      const { campaignId, refund, requestId, busy } = this.data;
      const note = this.data.note.trim();
      if (busy) return;
      if (note.length < NOTE_LEAST) {
        this.setData({ problem: '请写下怎么还，至少 2 个字' });
        return;
      }
      this.setData({ busy: true });
      const result = await settleRefund(campaignId, refund, note, requestId);
      this.setData({ busy: false });
      if (!result.ok) {
        this.setData({ problem: sentenceOf(result.failure, serverClock.now()) });
        return;
      }
      this.triggerEvent('close', { funding: result.value });
    },
  },
});
