// Generated from the migrated database: `npm run schema`. Do not edit.

import type { JsonColumn } from "./database.ts";
import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export interface Accrual {
  application_id: string;
  closed_at: Temporal.Instant | null;
  closed_because: string | null;
  created_at: Temporal.Instant;
  id: string;
  number: string;
  relief: string | null;
  total: number;
}

export interface AccrualLine {
  accrual_id: string;
  amount: number;
  amount_try: number;
  code: string;
  currency: string;
  doubled: Generated<boolean>;
  ground: string;
  months: number | null;
  rate: string | null;
}

export interface AccrualRecalculation {
  accrual_id: string;
  after: JsonColumn;
  at: Temporal.Instant;
  before: JsonColumn;
  id: Generated<number>;
  officer_id: string;
  reason: string;
  relief: string | null;
}

export interface Application {
  answers: Generated<JsonColumn>;
  attend_by: Temporal.PlainDate | null;
  barcode: string | null;
  changed_at: Temporal.Instant;
  channel: string;
  complete_on: Temporal.PlainDate | null;
  created_at: Temporal.Instant | null;
  decide_by: Temporal.PlainDate | null;
  documents_due: Temporal.PlainDate | null;
  edition: string | null;
  email: string | null;
  frozen: JsonColumn | null;
  id: string;
  kind: string;
  language: string;
  moved_at: Temporal.Instant | null;
  number: string;
  office_code: string | null;
  paused_on: Temporal.PlainDate | null;
  person_id: string | null;
  phone: string | null;
  protected: Generated<boolean>;
  protected_at: Temporal.Instant | null;
  protected_by: string | null;
  province: string | null;
  registration_number: string | null;
  started_at: Temporal.Instant;
  state: string;
  version: Generated<number>;
}

export interface ApplicationHistory {
  actor_id: string | null;
  actor_kind: string;
  actor_name: string;
  application_id: string;
  at: Temporal.Instant;
  comment: string | null;
  event: string;
  facts: Generated<JsonColumn>;
  from_state: string;
  id: Generated<number>;
  mandate_id: string | null;
  to_state: string;
}

export interface Appointment {
  application_id: string;
  booked_at: Temporal.Instant;
  ended_at: Temporal.Instant | null;
  ended_by: string | null;
  id: string;
  moves: Generated<number>;
  person_id: string;
  reminded_at: Temporal.Instant | null;
  sequence: Generated<number>;
  slot_id: string;
  source: string;
  state: string;
  steps: Generated<number>;
}

export interface Audit {
  act: string;
  actor_id: string | null;
  actor_kind: string;
  actor_name: string;
  application_id: string | null;
  at: Temporal.Instant;
  facts: Generated<JsonColumn>;
  id: Generated<number>;
  mandate_id: string | null;
  office_code: string | null;
}

export interface CaptchaSpent {
  expires_at: Temporal.Instant;
  solution: string;
}

export interface Card {
  application_id: string;
  delivered_at: Temporal.Instant | null;
  number: string;
  posted_at: Temporal.Instant | null;
  printed_at: Temporal.Instant;
  series: string;
  tracking_code: string | null;
}

export interface CaseCopy {
  application_id: string;
  asked_at: Temporal.Instant;
  bytes: Buffer | null;
  expires_at: Temporal.Instant | null;
  language: string;
  made_at: Temporal.Instant | null;
}

export interface CaseOpened {
  application_id: string | null;
  at: Temporal.Instant | null;
  id: number | null;
  office_code: string | null;
}

export interface Clash {
  application_id: string;
  found_at: Temporal.Instant;
  id: string;
  other_application_id: string;
  settled_at: Temporal.Instant | null;
  settled_by: string | null;
  verdict: string | null;
}

export interface ClosedDay {
  closed_at: Temporal.Instant;
  closed_by: string | null;
  day: Temporal.PlainDate;
  freed: Generated<number>;
  moved: Generated<number>;
  office_code: string;
  reason: string;
  redrawn: Generated<number>;
}

export interface Code {
  application_id: string | null;
  attempts: Generated<number>;
  channel: string;
  code_hash: string;
  draft: JsonColumn | null;
  expires_at: Temporal.Instant;
  id: string;
  mandate_id: string | null;
  purpose: string;
  sent_at: Temporal.Instant;
  used_at: Temporal.Instant | null;
}

export interface CollectingBank {
  added_at: Temporal.Instant;
  code: string;
  ended_at: Temporal.Instant | null;
  key_version: Generated<number>;
  name: string;
}

export interface CollectionRequest {
  answer: JsonColumn;
  at: Temporal.Instant;
  bank: string;
  digest: string;
  key: string;
  status: number;
}

export interface Correction {
  answer: string | null;
  answered_at: Temporal.Instant | null;
  answered_by: string | null;
  application_id: string;
  asked_at: Temporal.Instant;
  field: string;
  id: string;
  new_value: string | null;
  old_value: string | null;
  reason: string;
  verdict: string | null;
  wanted: string;
}

export interface DatabaseProperty {
  name: string;
  value: string;
}

export interface Decision {
  application_id: string;
  comment: string | null;
  court_by: Temporal.PlainDate | null;
  date_reason: string | null;
  decided_at: Temporal.Instant;
  decided_by: string;
  granted_from: Temporal.PlainDate | null;
  granted_until: Temporal.PlainDate | null;
  leave_by: Temporal.PlainDate | null;
  outcome: string;
  proposed_by: string | null;
  reasons: Generated<string[]>;
  served_on: Temporal.PlainDate | null;
}

export interface DecisionOpened {
  application_id: string;
  document_digest: string;
  opened_at: Temporal.Instant;
}

export interface Document {
  application_id: string;
  changed_at: Temporal.Instant | null;
  changed_by: string | null;
  code: string;
  reason: string | null;
  required: string;
  state: Generated<string>;
}

export interface DoneForAnother {
  act: string | null;
  application_id: string | null;
  at: Temporal.Instant | null;
  id: number | null;
  mandate_id: string | null;
}

export interface Draw {
  closed_at: Temporal.Instant | null;
  closes_at: Temporal.Instant;
  commitment: string;
  drawn_at: Temporal.Instant | null;
  id: string;
  list: JsonColumn | null;
  list_digest: string | null;
  opened_at: Temporal.Instant;
  province: string;
  record: JsonColumn | null;
  secret: string;
}

export interface DrawLine {
  application_id: string;
  draw_id: string;
  pseudonym: string;
  slot_id: string | null;
}

export interface DrawRequest {
  application_id: string;
  asked_at: Temporal.Instant;
  avoid: Generated<string[]>;
  declined_at: Temporal.Instant | null;
  declined_because: string | null;
  draw_id: string;
  need: Generated<number>;
  office_code: string | null;
  person_id: string;
  placed_at: Temporal.Instant | null;
  province: string;
  pseudonym: string;
  salt: string;
  shielded: Generated<boolean | null>;
  together: string | null;
  waited: Generated<number>;
  withdrawn_at: Temporal.Instant | null;
}

export interface DrawSeal {
  deadline: Temporal.PlainDate | null;
  draw_id: string;
  pseudonym: string;
  salt: string;
}

export interface DrawSwitch {
  id: string;
  off_at: Temporal.Instant | null;
  off_by: string | null;
  office_code: string;
  on_at: Temporal.Instant;
  on_by: string | null;
}

export interface ExchangeRate {
  day: Temporal.PlainDate;
  imported_at: Temporal.Instant;
  original: string;
  rate: string;
  source: string;
}

export interface File {
  application_id: string;
  bytes: Buffer;
  digest: string;
  id: string;
  kind: string;
  made_at: Temporal.Instant;
  replaced_at: Temporal.Instant | null;
  type: string;
}

export interface FinanceNote {
  at: Temporal.Instant;
  difference_id: number | null;
  id: Generated<number>;
  note: string;
  officer_id: string;
  payment_id: string | null;
}

export interface FreedPlace {
  freed_at: Temporal.Instant;
  id: string;
  returns_at: Temporal.Instant;
  slot_id: string;
}

export interface Hold {
  application_id: string;
  expires_at: Temporal.Instant;
  slot_id: string;
  steps: Generated<number>;
}

export interface LawKept {
  kept_at: Temporal.Instant;
  mark: string;
  tables: JsonColumn;
}

export interface LedgerLine {
  account: string;
  amount: number;
  posting_id: string;
}

export interface LedgerPosting {
  accrual_id: string;
  at: Temporal.Instant;
  id: string;
  payment_id: string | null;
  what: string;
}

export interface Mailbox {
  channel: string;
  html: string | null;
  id: string;
  raw: string;
  received_at: Temporal.Instant;
  recipient: string;
  subject: string | null;
  text: string;
}

export interface Mandate {
  application_id: string;
  bar: string | null;
  bar_number: string | null;
  capacity: string;
  email: string | null;
  ended_at: Temporal.Instant | null;
  ended_by: string | null;
  given_at: Temporal.Instant;
  id: string;
  laid_down_at: Temporal.Instant | null;
  name: string;
  phone: string | null;
  reason: string | null;
  until: Temporal.PlainDate | null;
}

export interface Message {
  application_id: string | null;
  attempts: Generated<number>;
  channel: string;
  claimed_until: Temporal.Instant | null;
  delivered_at: Temporal.Instant | null;
  failed_at: Temporal.Instant | null;
  id: string;
  key: string;
  language: string;
  last_error: string | null;
  next_at: Temporal.Instant | null;
  notice: string;
  provider_reference: string | null;
  queued_at: Temporal.Instant;
  recipient: string;
  role: Generated<string>;
  sent_at: Temporal.Instant | null;
  state: Generated<string>;
  template: string | null;
  values: Generated<JsonColumn>;
}

export interface MessagePart {
  delivered_at: Temporal.Instant | null;
  message_id: string;
  provider_reference: string;
}

export interface MessageReceipt {
  because: string | null;
  delivered: boolean;
  heard_at: Temporal.Instant;
  id: Generated<number>;
  reference: string;
}

export interface MessageStop {
  application_id: string;
  stopped_at: Temporal.Instant;
}

export interface MessageWording {
  first_used_at: Temporal.Instant;
  language: string;
  notice: string;
  sms: string;
  subject: string;
  text: string;
  version: string;
}

export interface Need {
  application_id: string;
  changed_at: Temporal.Instant;
  interpreter: string | null;
  needs: string[];
}

export interface Note {
  application_id: string;
  at: Temporal.Instant;
  id: string;
  officer_id: string;
  text: string;
}

export interface Offer {
  answer: string | null;
  answered_at: Temporal.Instant | null;
  application_id: string;
  expires_at: Temporal.Instant;
  id: string;
  offered_at: Temporal.Instant;
  slot_id: string;
  steps: Generated<number>;
}

export interface Office {
  address: string | null;
  code: string;
  counters: number;
  district: string | null;
  name: string;
  province: string;
}

export interface OfficeHours {
  closes: Temporal.PlainTime;
  freed: Generated<number>;
  from_day: Temporal.PlainDate;
  id: string;
  lengths: Generated<JsonColumn>;
  lunch_begins: Temporal.PlainTime | null;
  lunch_ends: Temporal.PlainTime | null;
  moved: Generated<number>;
  office_code: string;
  opens: Temporal.PlainTime;
  reason: string;
  receiving: number;
  redrawn: Generated<number>;
  set_at: Temporal.Instant;
  set_by: string | null;
}

export interface Officer {
  created_at: Temporal.Instant;
  email: string;
  ended_at: Temporal.Instant | null;
  id: string;
  name: string;
  office_code: string;
  password_hash: string | null;
  role: string;
}

export interface Passkey {
  added_at: Temporal.Instant;
  credential: string;
  id: string;
  name: string;
  officer_id: string;
  /**
   * COSE
   */
  public_key: Buffer;
  revoked_at: Temporal.Instant | null;
  sign_count: number;
  used_at: Temporal.Instant | null;
}

export interface PasskeyChallengeSpent {
  challenge: string;
  expires_at: Temporal.Instant;
}

export interface PasskeyInvitation {
  expires_at: Temporal.Instant;
  made_at: Temporal.Instant;
  officer_id: string;
  token_hash: string;
  used_at: Temporal.Instant | null;
}

export interface Payment {
  accrual_id: string;
  amount: number;
  changed_at: Temporal.Instant;
  channel: string;
  id: string;
  polls: Generated<number>;
  provider: string;
  provider_reference: string | null;
  redirect_to: string | null;
  settled_at: Temporal.Instant | null;
  started_at: Temporal.Instant;
  state: string;
  taken: number | null;
}

export interface PaymentDifference {
  day: Temporal.PlainDate;
  found_at: Temporal.Instant;
  id: Generated<number>;
  kind: string;
  ours: number | null;
  payment_id: string | null;
  provider: string;
  reference: string;
  theirs: number | null;
}

export interface PaymentEvent {
  at: Temporal.Instant;
  event: string;
  facts: Generated<JsonColumn>;
  from_state: string;
  id: Generated<number>;
  payment_id: string;
  source: string;
  to_state: string;
}

export interface PaymentNotification {
  at: Temporal.Instant;
  body: string;
  id: Generated<number>;
  nonce: string | null;
  payment_id: string | null;
  provider: string;
  verdict: string;
}

export interface Person {
  birth_date: Temporal.PlainDate;
  created_at: Temporal.Instant;
  foreigner_number: string | null;
  id: string;
  name_key: string;
  nationality: string;
  passport_number: string | null;
}

export interface ProposedRefusal {
  application_id: string;
  comment: string | null;
  proposed_at: Temporal.Instant;
  proposed_by: string;
  reasons: string[];
}

export interface RateLimit {
  hits: number;
  key: string;
  window_start: Temporal.Instant;
}

export interface Refund {
  accrual_id: string;
  amount: number;
  comment: string;
  decided_at: Temporal.Instant | null;
  decided_by: string | null;
  dismissed_because: string | null;
  iban: string | null;
  id: string;
  payment_id: string;
  proposed_at: Temporal.Instant;
  proposed_by: string;
  reason: string;
  reference: string | null;
  sent_at: Temporal.Instant | null;
  state: Generated<string>;
}

export interface RefundLine {
  amount: number;
  code: string;
  refund_id: string;
}

export interface RefundOtherWay {
  decided_at: Temporal.Instant | null;
  decided_by: string | null;
  dismissed_because: string | null;
  id: string;
  noted_at: Temporal.Instant;
  noted_by: string;
  paid_on: Temporal.PlainDate;
  reference: string;
  refund_id: string;
  way: string;
}

export interface Reminder {
  application_id: string;
  on_day: Temporal.PlainDate;
  sent_at: Temporal.Instant;
  what: string;
}

export interface RuleEdition {
  changes: Generated<JsonColumn>;
  digest: string | null;
  discarded_at: Temporal.Instant | null;
  drafted_at: Temporal.Instant;
  drafted_by: string;
  id: string;
  published_at: Temporal.Instant | null;
  published_by: string | null;
  title: string;
}

export interface Service {
  application_id: string;
  arrived_on: Temporal.PlainDate;
  document_digest: string | null;
  noted_at: Temporal.Instant;
  noted_by: string;
  reference: string | null;
  served_on: Temporal.PlainDate;
  way: string;
}

export interface Session {
  application_id: string | null;
  created_at: Temporal.Instant;
  device: string | null;
  ended_at: Temporal.Instant | null;
  expires_at: Temporal.Instant;
  id: string;
  kind: string;
  language: string;
  mandate_id: string | null;
  officer_id: string | null;
  proved_at: Temporal.Instant | null;
  seen_at: Temporal.Instant;
}

export interface Slot {
  capacity: number;
  closed_at: Temporal.Instant | null;
  day: Temporal.PlainDate;
  id: string;
  lengths: JsonColumn | null;
  office_code: string;
  starts: Temporal.PlainTime;
  taken: Generated<number>;
}

export interface Ticket {
  application_id: string;
  called_at: Temporal.Instant | null;
  calls: Generated<number>;
  counter: number | null;
  day: Temporal.PlainDate;
  ended_at: Temporal.Instant | null;
  ended_how: string | null;
  id: string;
  issued_at: Temporal.Instant;
  number: number;
  office_code: string;
  turn_at: Temporal.Instant;
}

export interface TimelyAttempt {
  application_id: string;
  at: Temporal.Instant;
  attend_by: Temporal.PlainDate;
  digest: string;
  first_free: Temporal.PlainDate | null;
  id: string;
  province: string;
}

export interface WaitingTime {
  cases: number;
  half: number;
  half_before: number | null;
  measured_on: Temporal.PlainDate;
  permit_type: string;
  province: string;
  quarter: number;
  step: string;
  three_quarters: number;
}

export interface Wish {
  application_id: string;
  asked_at: Temporal.Instant;
  from_day: Temporal.PlainDate;
  offices: string[];
  stopped_at: Temporal.Instant | null;
  token: string;
}

export interface DB {
  accrual: Accrual;
  accrual_line: AccrualLine;
  accrual_recalculation: AccrualRecalculation;
  application: Application;
  application_history: ApplicationHistory;
  appointment: Appointment;
  audit: Audit;
  captcha_spent: CaptchaSpent;
  card: Card;
  case_copy: CaseCopy;
  case_opened: CaseOpened;
  clash: Clash;
  closed_day: ClosedDay;
  code: Code;
  collecting_bank: CollectingBank;
  collection_request: CollectionRequest;
  correction: Correction;
  database_property: DatabaseProperty;
  decision: Decision;
  decision_opened: DecisionOpened;
  document: Document;
  done_for_another: DoneForAnother;
  draw: Draw;
  draw_line: DrawLine;
  draw_request: DrawRequest;
  draw_seal: DrawSeal;
  draw_switch: DrawSwitch;
  exchange_rate: ExchangeRate;
  file: File;
  finance_note: FinanceNote;
  freed_place: FreedPlace;
  hold: Hold;
  law_kept: LawKept;
  ledger_line: LedgerLine;
  ledger_posting: LedgerPosting;
  mailbox: Mailbox;
  mandate: Mandate;
  message: Message;
  message_part: MessagePart;
  message_receipt: MessageReceipt;
  message_stop: MessageStop;
  message_wording: MessageWording;
  need: Need;
  note: Note;
  offer: Offer;
  office: Office;
  office_hours: OfficeHours;
  officer: Officer;
  passkey: Passkey;
  passkey_challenge_spent: PasskeyChallengeSpent;
  passkey_invitation: PasskeyInvitation;
  payment: Payment;
  payment_difference: PaymentDifference;
  payment_event: PaymentEvent;
  payment_notification: PaymentNotification;
  person: Person;
  proposed_refusal: ProposedRefusal;
  rate_limit: RateLimit;
  refund: Refund;
  refund_line: RefundLine;
  refund_other_way: RefundOtherWay;
  reminder: Reminder;
  rule_edition: RuleEdition;
  service: Service;
  session: Session;
  slot: Slot;
  ticket: Ticket;
  timely_attempt: TimelyAttempt;
  waiting_time: WaitingTime;
  wish: Wish;
}
