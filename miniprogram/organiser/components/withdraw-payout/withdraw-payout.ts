import { withdrawPayout } from '../../../services/cashier';
import { sentenceOf } from '../../../services/sentences';
import { serverClock } from '../../../services/server-clock';
import { withdrawnWords } from './withdraw-words';

const REASON_LEAST = 2;

/**
 * Takes back one transfer that its player has not confirmed, with a reason for the audit trail.
 * Opens while `claim` ({ claimId, playerCode, yuan }) is set; emits `close`.
 */
Component({
  properties: {
    campaignId: { type: String, value: '' },
    claim: { type: Object, value: null as unknown as { claimId: string } },
  },

  data: {
    autosize: { minHeight: 48, maxHeight: 120 },
    reason: '',
    problem: '',
    busy: false,
  },

  observers: {
    claim() {
      this.setData({ reason: '', problem: '' });
    },
  },

  methods: {
    onReason(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ reason: event.detail.value, problem: '' });
    },

    cancel() {
      this.triggerEvent('close');
    },

    async confirm() {
      const { campaignId, claim, reason, busy } = this.data;
      if (busy) return;
      if (reason.trim().length < REASON_LEAST) {
        this.setData({ problem: '请写下原因，至少 2 个字' });
        return;
      }
      this.setData({ busy: true });
      const result = await withdrawPayout(campaignId, claim.claimId, reason.trim());
      this.setData({ busy: false });
      if (!result.ok) {
        this.setData({ problem: sentenceOf(result.failure, serverClock.now()) });
        return;
      }
      wx.showToast({ title: withdrawnWords(result.value.payment.step), icon: 'none' });
      this.triggerEvent('close');
    },
  },
});
