// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a bundle, below data/. What each holds is docs/bundle.md.
#pragma once

namespace mandate::bundle::files {

inline constexpr const char *format = "mandate-bundle";

inline constexpr const char *about = "bundle.json";
inline constexpr const char *instructions = "VERIFY.md";
inline constexpr const char *htmlReport = "report.html";
inline constexpr const char *pdfReport = "report.pdf";
inline constexpr const char *checkpoint = "checkpoint.txt";
inline constexpr const char *timestamp = "checkpoint.tsr";                        ///< RFC 3161 response over checkpoint.txt; where an authority was asked
inline constexpr const char *timestampCertificates = "keys/timestamp-authority.pem";
inline constexpr const char *workspaceKey = "keys/workspace.pem";
inline constexpr const char *personKeyFolder = "keys/"; ///< ed25519-<digits>.pem
inline constexpr const char *entries = "records/entries.jsonl";
inline constexpr const char *selection = "records/selection.txt";
inline constexpr const char *proofs = "records/proofs.txt";
inline constexpr const char *table = "records/records.csv";
inline constexpr const char *redactions = "records/redactions.txt";
inline constexpr const char *redactionStatement = "records/redaction.dsse.json";
inline constexpr const char *redactionProfile = "records/redaction-profile.json";
inline constexpr const char *received = "received/";
inline constexpr const char *receivedIndex = "received/index.txt";
inline constexpr const char *ledgerEntries = "ledger/entries.jsonl";
inline constexpr const char *ledgerIndex = "ledger/index.txt";
inline constexpr const char *ledgerProofs = "ledger/proofs.txt";
inline constexpr const char *exportEnvelope = "ledger/export.dsse.json";
inline constexpr const char *pacts = "pacts/";

} // namespace mandate::bundle::files
