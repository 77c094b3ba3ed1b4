import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";
import { useLanguage } from "./language.ts";
import { emptyOption, optionsHtml } from "./options.tsx";

export type Attributes = Record<string, string | boolean | number>;
export type FieldProps = {
  /** The name in the form; also the id of the control, with `-hint` and `-error` behind it for the other parts. */
  name: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: ComponentChildren;
  value?: string | undefined;
  /**
   * `false` writes "(optional)" behind the label, `true` tells assistive technology. Classes write it so that it is seen only with the choices
   * that make it so, one around the other.
   */
  required?: boolean | readonly string[] | undefined;
  attributes?: Attributes;
  /** The only question of a page: its label is the page's heading. */
  labelIsHeading?: boolean;
};
export type Option = {
  value: string; label: ComponentChildren; hint?: ComponentChildren; reveal?: ComponentChildren; disabled?: boolean;
  /** Classes by which the styles show what this choice brings up elsewhere on the page. */
  brings?: string | undefined;
  /** Classes of what it hangs on itself, one around the other. */
  hanging?: readonly string[];
};

export function describedBy(name: string, hint: unknown, error: unknown): string | undefined {
  return [hint ? `${name}-hint` : "", error ? `${name}-error` : ""].filter(Boolean).join(" ") || undefined;
}

function Optional({ by }: { by: readonly string[] }) {
  const mark = <span class="optional"> {useLanguage().t("ui.optional")}</span>;
  return by.reduceRight((inside, of) => <span class={of}>{inside}</span>, mark);
}

// Most questions are no optional ones, and a component that draws nothing costs as much as an element.
function optional(required: FieldProps["required"]) {
  return required === undefined || required === true ? null : <Optional by={required || []} />;
}

/** What stands between the label of a question and its control: most have neither hint nor error. */
function above(name: string, hint: ComponentChildren, error: ComponentChildren) {
  if (!hint && !error) return null;
  return <>{hint ? <div class="hint" id={`${name}-hint`}>{hint}</div> : null}{error ? <FieldError name={name} error={error} /> : null}</>;
}

export function FieldError({ name, error }: { name: string; error: ComponentChildren }) {
  const l = useLanguage();
  return (
    <p class="field-error" id={`${name}-error`}>
      <Icon name="error" size={20} /><span><span class="visually-hidden">{l.t("ui.error_prefix")} </span>{error}</span>
    </p>
  );
}

type Width = 2 | 4 | 6 | 10 | 20 | 30;

function Labelled({ name, label, hint, error, required, labelIsHeading, children }: FieldProps & { children: ComponentChildren }) {
  const text = <label for={name} class={labelIsHeading ? "label label--heading" : "label"}>{label}{optional(required)}</label>;
  return (
    <div class={error ? "field field--error" : "field"}>
      {labelIsHeading ? <h1 class="label-wrap">{text}</h1> : text}
      {above(name, hint, error)}
      {children}
    </div>
  );
}

function control({ name, hint, error, required, attributes }: FieldProps) {
  return {
    id: name, name, "aria-describedby": describedBy(name, hint, error), "aria-invalid": error ? ("true" as const) : undefined,
    "aria-required": required === true ? ("true" as const) : undefined, ...attributes,
  };
}

/**
 * What stands in a box already is read in its own direction: “1437. Sokak 18” begins with its number on an Arabic page too. An empty box keeps
 * the page's, which `auto` would take from it.
 */
const ownDirection = (value: unknown) => (value ? "auto" : undefined);

export type TextFieldProps = FieldProps & { type?: "text" | "email" | "tel" | "password" | "search"; width?: Width; prefix?: string; suffix?: string };

export function TextField(props: TextFieldProps) {
  const { type = "text", width, prefix, suffix, value } = props;
  const input = <input class={width ? `input input--${width}` : "input"} type={type as "text"} value={value} dir={ownDirection(value)} {...control(props)} />;
  return (
    <Labelled {...props}>
      {prefix || suffix ? (
        <div class="affix">
          {prefix ? <span class="affix__part" aria-hidden="true">{prefix}</span> : null}
          {input}
          {suffix ? <span class="affix__part" aria-hidden="true">{suffix}</span> : null}
        </div>
      ) : input}
    </Labelled>
  );
}

/** Whole numbers; a text control with the number pad, because spinners change values by accident. */
export function NumberField(props: TextFieldProps) {
  return <TextField width={6} {...props} attributes={{ inputmode: "numeric", spellcheck: "false", dir: "ltr", ...props.attributes }} />;
}

export type DateParts = { day: string; month: string; year: string };

/** Splits an ISO date for the three inputs of a date; anything else stays as typed parts. */
export function dateParts(value: string | DateParts | undefined): DateParts {
  if (typeof value === "object") return value;
  const [, year = "", month = "", day = ""] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value ?? "") ?? [];
  return { day: day.replace(/^0/, ""), month: month.replace(/^0/, ""), year };
}

export type DateFieldProps = Omit<FieldProps, "value"> & {
  value?: string | DateParts | undefined;
  /** The parts that are wrong; all three when not said. */
  wrong?: (keyof DateParts)[];
  /** "bday" gives the autocomplete tokens of a date of birth. */
  autocomplete?: "bday";
};

/** Three inputs named `name-day`, `name-month`, `name-year`. */
export function DateField({ name, label, hint, error, value, required, attributes, labelIsHeading, wrong, autocomplete }: DateFieldProps) {
  const l = useLanguage();
  const parts = dateParts(value);
  const described = describedBy(name, hint, error);
  return (
    <fieldset id={name} class={error ? "field field--error" : "field"} aria-describedby={described}>
      <Legend label={label} heading={labelIsHeading} required={required} />
      {above(name, hint, error)}
      <div class="date">
        {(["day", "month", "year"] as const).map((part) => {
          const bad = Boolean(error) && (wrong ? wrong.includes(part) : true);
          return (
            <div class="date__part">
              <label for={`${name}-${part}`}>{l.t(`ui.${part}`)}</label>
              <input class={`input input--${part === "year" ? 4 : 2}`} type="text" inputmode="numeric" maxLength={part === "year" ? 4 : 2} dir="ltr"
                id={`${name}-${part}`} name={`${name}-${part}`} value={parts[part]} aria-invalid={bad ? "true" : undefined}
                autocomplete={autocomplete ? `bday-${part}` : "off"} {...attributes} />
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

function Legend({ label, heading, required }: Pick<FieldProps, "label" | "required"> & { heading?: boolean | undefined }) {
  return heading ? <legend class="label label--heading"><h1>{label}{optional(required)}</h1></legend> : <legend class="label">{label}{optional(required)}</legend>;
}

export type ChoiceFieldProps = FieldProps & { options: Option[]; inline?: boolean };

/** One of several, as radios. The first has the id `name`, the others `name-2`, `name-3`... */
export function ChoiceField({ value, ...props }: ChoiceFieldProps) {
  return <Choices {...props} type="radio" chosen={value === undefined ? [] : [value]} />;
}

/** Any of several, as checkboxes of one name. */
export function ChecksField({ values = [], ...props }: Omit<ChoiceFieldProps, "value"> & { values?: string[] | undefined }) {
  return <Choices {...props} type="checkbox" chosen={values} />;
}

function Choices({ name, label, hint, error, required, attributes, labelIsHeading, options, inline, type, chosen }:
  Omit<ChoiceFieldProps, "value"> & { type: "radio" | "checkbox"; chosen: string[] }) {
  return (
    <fieldset class={error ? "field field--error" : "field"} aria-describedby={describedBy(name, hint, error)}>
      <Legend label={label} heading={labelIsHeading} required={required} />
      {above(name, hint, error)}
      <div class={inline ? "choices choices--inline" : "choices"}>
        {options.map((option, index) => {
          const id = index === 0 ? name : `${name}-${index + 1}`;
          const choice = (
            <div class="choice">
              <input type={type} id={id} name={name} value={option.value} checked={chosen.includes(option.value)} disabled={option.disabled} class={option.brings}
                aria-describedby={option.hint ? `${id}-about` : undefined} {...attributes} />
              <label for={id}>{option.label}</label>
              {option.hint ? <div class="choice__hint" id={`${id}-about`}>{option.hint}</div> : null}
              {option.reveal ? <div class="choice__reveal">{option.reveal}</div> : null}
            </div>
          );
          return option.hanging ? option.hanging.reduceRight((inside, of) => <div class={of}>{inside}</div>, choice) : choice;
        })}
      </div>
    </fieldset>
  );
}

/** One yes: a declaration, a consent. Sent as `value` ("yes" when not said), or not at all. */
export function CheckField(props: Omit<FieldProps, "labelIsHeading"> & { checked?: boolean }) {
  const { name, label, hint, error, value = "yes", checked } = props;
  return (
    <div class={error ? "field field--error" : "field"}>
      {error ? <FieldError name={name} error={error} /> : null}
      <div class="choice">
        <input type="checkbox" value={value} checked={checked} {...control(props)} />
        <label for={name}>{label}</label>
        {hint ? <div class="choice__hint" id={`${name}-hint`}>{hint}</div> : null}
      </div>
    </div>
  );
}

export type SelectOption = { value: string; label: string; group?: string; disabled?: boolean };
export type SelectFieldProps = FieldProps & {
  options: SelectOption[];
  /** Text of the first, empty option; `null` for none. */
  empty?: string | null;
  /** With JavaScript the list becomes a box to type in. */
  typeahead?: boolean;
  /** The address of the other names by which options of such a box are found, by value; and what was typed in it that fitted nothing. */
  otherNames?: string | undefined;
  typed?: string | undefined;
  width?: Width;
};

/** A plain select. Options with a `group` are put under it, groups in order of first appearance. */
export function SelectField(props: SelectFieldProps) {
  const l = useLanguage();
  const { options, empty, typeahead, otherNames, typed, width, value } = props;
  const first = empty === null ? "" : emptyOption(empty ?? l.t("ui.choose"));
  return (
    <Labelled {...props}>
      <select
        class={width ? `input input--${width}` : "input"} data-typeahead={typeahead ? l.t("ui.typeahead_none") : undefined} data-names={otherNames} data-typed={typed} {...control(props)}
        dangerouslySetInnerHTML={{ __html: first + optionsHtml(options, value) }}
      />
    </Labelled>
  );
}

export type FileFieldProps = Omit<FieldProps, "value"> & {
  /** What the file dialogue offers: "image/jpeg,image/png,application/pdf". */
  accept: string;
  /** The file that stands there already. */
  current?: { name: string; href?: string; about?: string };
  /** Has a larger picture cut on the device to so many pixels, about its middle. */
  cutTo?: { width: number; height: number };
  multiple?: boolean;
};

export function FileField(props: FileFieldProps) {
  const l = useLanguage();
  const { accept, current, cutTo, multiple } = props;
  return (
    <Labelled {...props}>
      {current ? (
        <p class="file-current">
          <Icon name="file" size={20} />
          <span>{current.href ? <a href={current.href}><bdi>{current.name}</bdi></a> : <bdi>{current.name}</bdi>}{current.about ? <span class="muted"> · {current.about}</span> : null}</span>
        </p>
      ) : null}
      <input class="input input--file" type="file" accept={accept} multiple={multiple} data-cut={cutTo && `${cutTo.width}x${cutTo.height}`}
        data-shrunk-text={cutTo ? l.t("ui.photo_shrunk", { size: "#" }) : undefined} data-shrinking-text={cutTo ? l.t("ui.photo_shrinking") : undefined}
        {...control(props)} />
      <p class="file-note" data-file-note hidden role="status" />
    </Labelled>
  );
}

export function TextArea(props: FieldProps & { rows?: number }) {
  const l = useLanguage();
  const { rows = 5, value, attributes } = props;
  const limit = attributes?.["maxlength"];
  return (
    <Labelled {...props}>
      <textarea class="input" rows={rows} data-count-text={limit ? l.t("ui.characters_left", { n: "#" }) : undefined} dir={ownDirection(value)} {...control(props)}>{value}</textarea>
    </Labelled>
  );
}

export function HiddenField({ name, value }: { name: string; value: string | number }) {
  return <input type="hidden" name={name} value={value} />;
}
