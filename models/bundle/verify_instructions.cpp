// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/verify_instructions.h"

namespace mandate::bundle {

namespace {

std::string replaced(std::string text, const std::string &name, const std::string &value)
{
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
        text.replace(at, name.size(), value);
    return text;
}

constexpr const char *head = R"md(# How to check this bundle

You need a shell with `sha256sum`, `basenc` and the other GNU core utilities, `grep`, and `openssl` 3. Nothing of Mandate.
Run the commands in the folder that holds `bagit.txt`, one block after another, in one shell. With Mandate at hand,
`mandate verify FOLDER` does all of it for every entry, and more.

**Whose key?** The keys lie in this bundle beside what they sign, and so prove nothing by themselves. Ask the sender, by a way you
trust, for the id of the workspace's key and compare: it has to be `@KEY@`. Block 2 computes it from the key file.

## 1. No file was changed, added or removed

```sh
t=$(mktemp -d)   # for what the blocks below put aside
sha256sum --check --strict --quiet tagmanifest-sha256.txt
sha256sum --check --strict --quiet manifest-sha256.txt
find data -type f | sort > "$t/files"; cut -c67- manifest-sha256.txt | sort | diff - "$t/files"
```

No output means that every file is as it was sealed. Who sealed it is shown by the next blocks, not by this one.

## 2. The checkpoint is signed by the workspace's key

The checkpoint says: the ledger `@ORIGIN@` had @SIZE@ entries, and this root. Lines 1 to 3 are what is signed.

```sh
openssl pkey -pubin -in data/keys/workspace.pem -outform DER | tail -c 32 | sha256sum | cut -c1-16   # the digits of ed25519:…
head -n 3 data/checkpoint.txt > "$t/checkpoint"
tail -n 1 data/checkpoint.txt | cut -d' ' -f3 | base64 -d | tail -c 64 > "$t/signature"
openssl pkeyutl -verify -pubin -inkey data/keys/workspace.pem -rawin -in "$t/checkpoint" -sigfile "$t/signature"
root=$(head -n 3 data/checkpoint.txt | tail -n 1 | base64 -d | basenc --base16 -w 0 | tr A-F a-f)
echo "$root"   # @ROOT@
```

)md";

constexpr const char *erasedRecords = R"md(@ERASED@ of the records were erased before this export, because their retention was over: their text is nowhere. Their line in `records/entries.jsonl` has `erased`, the
entry in `ledger/entries.jsonl` that says by whom, why and under which pact, and `document`, what remains. What is **proved** of them is that the ledger has an
entry with this leaf at this place (take `leaf` from the second column of `records/proofs.txt`); what remains is on the word of who exported.

)md";

constexpr const char *wholeRecord = R"md(## 3. A record is an entry of that ledger

Line n of `records/entries.jsonl` is the n-th record, as canonical JSON (RFC 8785). Its leaf is SHA-256 over a zero octet and that line without its
line end; line n of `records/proofs.txt` leads from the leaf to the root (RFC 6962). `L` and `R` say on which side each digest stands.

```sh
n=@N@
line=$(head -n "$n" data/records/proofs.txt | tail -n 1)
leaf=$({ printf '\000'; head -n "$n" data/records/entries.jsonl | tail -n 1 | head -c -1; } | sha256sum | cut -c1-64)
test "$leaf" = "$(echo "$line" | cut -d' ' -f2)" && echo "the record is what its leaf says"
)md";

constexpr const char *hiddenRecord = R"md(## 3. A record is an entry of that ledger, as far as it is shown

@HIDDEN@ values in this bundle are hidden. Line n of `records/entries.jsonl` stands for the n-th record: `document` is its entry with each value at
the pointers in `redacted` replaced by `sha256:` and a salted digest.

What is **proved**: that the ledger has an entry with this leaf at this place (the proof below); and that a value which is shown to you later with
its salt is the one that was hidden (block 6). What is **taken on the workspace's word**: that the document is that entry with nothing changed but the
hidden values. The word is signed (this block), so whoever gave it can be held to it: when the whole entry is shown later, its leaf shows whether the word
was true. The names of members are not hidden, nor how many values there are. The bytes as received are withheld; each record names their SHA-256.

```sh
n=1
line=$(head -n "$n" data/records/proofs.txt | tail -n 1)
leaf=$(head -n "$n" data/records/redactions.txt | tail -n 1 | cut -d' ' -f2)
test "$(head -n "$n" data/records/entries.jsonl | tail -n 1 | head -c -1 | sha256sum | cut -c1-64)" = "$(head -n "$n" data/records/redactions.txt | tail -n 1 | cut -d' ' -f3)" && echo "the document is the one that was signed for"
grep -o '"payload":"[^"]*' data/records/redaction.dsse.json | cut -d'"' -f4 | base64 -d > "$t/payload"
type=$(grep -o '"payloadType":"[^"]*' data/records/redaction.dsse.json | cut -d'"' -f4)
{ printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c < "$t/payload")"; cat "$t/payload"; } > "$t/signed"
grep -o '"sig":"[^"]*' data/records/redaction.dsse.json | cut -d'"' -f4 | base64 -d > "$t/signature"
openssl pkeyutl -verify -pubin -inkey data/keys/workspace.pem -rawin -in "$t/signed" -sigfile "$t/signature"
grep -q "$(sha256sum data/records/redactions.txt | cut -c1-64)" "$t/payload" && echo "it was signed for these documents"
)md";

constexpr const char *rest = R"md(node=$leaf
for step in $(echo "$line" | cut -d' ' -f3-); do
  case $step in
    L*) node=$(printf '01%s%s' "${step#L}" "$node" | tr a-f A-F | basenc --base16 -d | sha256sum | cut -c1-64) ;;
    R*) node=$(printf '01%s%s' "$node" "${step#R}" | tr a-f A-F | basenc --base16 -d | sha256sum | cut -c1-64) ;;
  esac
done
test "$node" = "$root" && echo "the record is in the ledger"
```

The entries of the ledger that go with the records (pacts, statements, incidents, this export) lie in `ledger/`, with `ledger/proofs.txt`: the same commands
check them.

## 4. Which records these are, and what was said of them

`records/selection.txt` names each record's entry, leaf, verdict and deciding clause. The export's own entry in the ledger names its digest, so the verdicts are
those that the workspace gave when it was exported. That the pact gives this verdict is not proved here: it is shown by judging again.

```sh
sha256sum data/records/selection.txt | cut -c1-64   # @SELECTION@
wc -l < data/records/selection.txt                  # @RECORDS@
```

## 5. Who exported this, and what people signed

Entry @EXPORT@ (line @LINE@ of `ledger/entries.jsonl`) is this export. What was signed is a DSSE envelope; `ledger/export.dsse.json` is the same envelope by itself.
Every other statement in `ledger/entries.jsonl` is checked the same way, with the key that its `keyid` names.

```sh
grep -o '"payload":"[^"]*' data/ledger/export.dsse.json | cut -d'"' -f4 | base64 -d > "$t/payload"
type=$(grep -o '"payloadType":"[^"]*' data/ledger/export.dsse.json | cut -d'"' -f4)
{ printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c < "$t/payload")"; cat "$t/payload"; } > "$t/signed"
grep -o '"sig":"[^"]*' data/ledger/export.dsse.json | cut -d'"' -f4 | base64 -d > "$t/signature"
openssl pkeyutl -verify -pubin -inkey data/@EXPORTKEY@ -rawin -in "$t/signed" -sigfile "$t/signature"
grep -q "$(sha256sum data/records/selection.txt | cut -c1-64)" "$t/payload" && echo "it was signed for these records"
cat "$t/payload"; echo
```

)md";

constexpr const char *received = R"md(## 6. The bytes as received

`received/index.txt` names for each item its SHA-256, its file, and where in it the item lies. A record's entry cites the digest of its item (`source.item`), so the
bytes are bound to the ledger. An item may hold more than the records that were asked for: it is kept as it came.

```sh
head -n 1 data/received/index.txt | while read -r digest file offset length; do
  test "$(tail -c +$((offset + 1)) "data/received/$file" | head -c "$length" | sha256sum | cut -c1-64)" = "$digest" && echo "the item is as it was received"
done
```

)md";

constexpr const char *revealed = R"md(## 6. A hidden value that was shown to you

The workspace can show a single value with its salt. With `salt` (hexadecimal) and `value` (its canonical JSON, a text with its quotation marks) this computes
the digest that stands in the document:

```sh
# { printf '%s' "$salt" | tr a-f A-F | basenc --base16 -d; printf '%s' "$value"; } | sha256sum
```

)md";

constexpr const char *stamped = R"md(## 7. When the checkpoint was there, on an authority's word

`checkpoint.tsr` is the answer of a time-stamp authority (RFC 3161) over `checkpoint.txt`: it saw exactly this checkpoint, and so everything before it, at the time
it names. Its certificates lie in this bundle; compare them with those that the authority publishes.

```sh
openssl ts -verify -data data/checkpoint.txt -in data/checkpoint.tsr -CAfile data/keys/timestamp-authority.pem
openssl ts -reply -in data/checkpoint.tsr -text | grep 'Time stamp'
```

)md";

constexpr const char *tail = R"md(## What none of this shows

That what a source wrote is true: a record says what was received, and a source that signs nothing could have written anything. That nothing else happened: the
bundle holds what was asked for (`bundle.json`, "selection"). That the ledger was not forked: compare the root with a checkpoint that you or somebody else kept,
or `mandate verify FOLDER --checkpoint FILE`; for a checkpoint of another size ask for a proof (`mandate checkpoint prove`).
)md";

} // namespace

std::string verifyInstructions(const InstructionFacts &facts)
{
    std::string text = std::string(head) + (facts.erased > 0 ? erasedRecords : "") + (facts.redacted ? hiddenRecord : wholeRecord) + rest + (facts.redacted ? revealed : facts.received ? received : "") + (facts.stamped ? stamped : "") + tail;
    text = replaced(std::move(text), "@ERASED@", std::to_string(facts.erased));
    text = replaced(std::move(text), "@N@", std::to_string(facts.wholeLine));
    text = replaced(std::move(text), "@KEY@", facts.keyId);
    text = replaced(std::move(text), "@ORIGIN@", facts.origin);
    text = replaced(std::move(text), "@SIZE@", std::to_string(facts.size));
    text = replaced(std::move(text), "@ROOT@", facts.root.hex());
    text = replaced(std::move(text), "@RECORDS@", std::to_string(facts.records));
    text = replaced(std::move(text), "@SELECTION@", facts.selectionDigest.hex());
    text = replaced(std::move(text), "@EXPORT@", std::to_string(facts.exportEntry));
    text = replaced(std::move(text), "@LINE@", std::to_string(facts.exportLine));
    text = replaced(std::move(text), "@EXPORTKEY@", facts.exportKeyFile);
    return replaced(std::move(text), "@HIDDEN@", std::to_string(facts.hiddenValues));
}

} // namespace mandate::bundle
