import type { CallResult } from '../../../services/call-result';
import { declareBalance, loadBalance } from '../../../services/organiser';
import { newRequestId } from '../../../services/request-id';
import { sentenceOf } from '../../../services/sentences';
import { serverClock } from '../../../services/server-clock';
import type { BalanceAccount } from '../../../shared/channels';
import type { BalanceView } from '../../../shared/contract/balance';
import { parseYuan } from '../../../shared/fen';
import { type BalanceLines, balanceLines } from './balance-lines';

/**
 * What one of the merchant's accounts still has for campaigns, and, for the finance role, how to say
 * that it is more or less. Emits `declared`.
 */
Component({
  properties: {
    account: { type: String, value: 'transfer' },
  },

  data: {
    balance: null as BalanceView | null,
    lines: null as BalanceLines | null,
    asking: false,
    yuan: '',
    problem: '',
    requestId: '',
    busy: false,
    trouble: '',
  },

  observers: {
    'account, balance'(account: BalanceAccount, balance: BalanceView | null) {
      if (balance) this.setData({ lines: balanceLines(balance, account, serverClock.now()) });
    },
  },

  lifetimes: {
    attached() {
      void this.load();
    },
  },

  methods: {
    async load() {
      this.show(await loadBalance());
    },

    show(result: CallResult<BalanceView>) {
      if (result.ok) this.setData({ balance: result.value, trouble: '' });
      else this.setData({ trouble: sentenceOf(result.failure, serverClock.now()) });
    },

    ask() {
      const yuan = this.data.lines?.fieldYuan ?? '';
      this.setData({ asking: true, yuan, problem: '', requestId: newRequestId() });
    },

    stopAsking() {
      this.setData({ asking: false });
    },

    onYuan(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ yuan: event.detail.value, problem: '' });
    },

    async declare() {
      const freeFen = parseYuan(this.data.yuan);
      if (freeFen === null) {
        this.setData({ problem: '请填写金额，最多两位小数' });
        return;
      }
      this.setData({ asking: false, busy: true });
      const account = this.data.account as BalanceAccount;
      const result = await declareBalance(account, freeFen, this.data.requestId);
      this.setData({ busy: false });
      this.show(result);
      if (result.ok) this.triggerEvent('declared');
    },
  },
});
