// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/bundle_export.h"

#include "models/bag/bag_error.h"
#include "models/base/json_reader.h"
#include "models/bundle/bundle_files.h"
#include "models/bundle/export_parts.h"
#include "models/bundle/bundle_lines.h"
#include "models/bundle/bundle_report.h"
#include "models/bundle/case_zone.h"
#include "models/bundle/context_entries.h"
#include "models/bundle/erased_line.h"
#include "models/bundle/public_key_file.h"
#include "models/bundle/record_table.h"
#include "models/bundle/redaction.h"
#include "models/bundle/verify_instructions.h"
#include "models/evidence/inclusion_proofs.h"
#include "models/pact/exports/export.h"
#include "models/report/html_report.h"
#include "models/workspace/signed_entries.h"
#include "models/workspace/witnesses.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>

namespace mandate {

namespace {

using namespace bundle;

constexpr std::uint64_t mostItemFiles = 10'000;        ///< more than that lie in common files
constexpr std::uint64_t commonFileOctets = 64U << 20;

Result<InclusionProofs> proofsOf(const Store &store, std::uint64_t size)
{
    return InclusionProofs::of(size, [&store](std::uint64_t first, std::uint64_t count) { return store.leaves(first, count); });
}

/// What an authority outside said of the checkpoint that a bundle proves against.
struct CheckpointStamp
{
    std::optional<std::pair<WitnessStatement, std::string>> given; ///< the authority and its response
    std::string whyNot; ///< where one was asked in vain; empty where none is set up
};

CheckpointStamp stampOf(Workspace &workspace, const std::string &checkpoint, const std::stop_token &stop)
{
    auto asked = Witnesses(workspace).stampOver(checkpoint, stop);
    if (asked)
        return {std::move(asked).value(), {}};
    return {std::nullopt, asked.error().kind == ErrorKind::Missing ? std::string() : asked.error().happened};
}

/// Writes everything of one bundle.
class Writing
{
public:
    Writing(Workspace &workspace, const ExportOrder &order, const ExportPlan &plan, BagWriter &bag, const RecordedExport &begun, const CheckpointStamp &stamp,
            const ExportProgress &progress, const std::stop_token &stop)
        : m_workspace(workspace), m_store(workspace.store()), m_order(order), m_plan(plan), m_bag(bag), m_begun(begun), m_stamp(stamp), m_progress(progress),
          m_stop(stop), m_exportDigest(sha256(begun.body))
    {
    }

    Result<void> write()
    {
        auto proofs = proofsOf(m_store, m_begun.size);
        if (!proofs)
            return proofs.error();
        if (proofs->root() != m_begun.root)
            return exportError(ErrorKind::Corrupt, "MND-BDL-010", "The ledger's tree is not what its checkpoint says.", "Run \"mandate verify\" to find the place.");
        using Step = Result<void> (Writing::*)(InclusionProofs &);
        for (const Step step : {&Writing::records, &Writing::context, &Writing::keysAndPacts, &Writing::reports}) {
            if (auto done = (this->*step)(*proofs); !done)
                return done;
            if (m_stop.stop_requested())
                return bagStopped();
        }
        return about();
    }

    [[nodiscard]] std::uint64_t ledgerEntries() const { return m_ledgerLines; }
    [[nodiscard]] std::uint64_t pages() const { return m_pages; }

private:
    using File = std::unique_ptr<BagWriter::File>;

    Result<void> open(File &file, const std::string &name)
    {
        auto opened = m_bag.file(name);
        if (!opened)
            return opened.error();
        file = std::move(opened).value();
        return {};
    }

    /// Closes files and gives the first error.
    static Result<void> close(std::initializer_list<File *> files)
    {
        for (File *file : files) {
            if (!*file)
                continue;
            if (auto finished = (*file)->finish(); !finished)
                return finished.error();
            file->reset();
        }
        return {};
    }

    Result<void> records(InclusionProofs &proofs)
    {
        File entriesFile, selectionFile, proofsFile, tableFile;
        for (const auto &[file, name] : {std::pair{&entriesFile, files::entries}, {&selectionFile, files::selection}, {&proofsFile, files::proofs}, {&tableFile, files::table}}) {
            if (auto opened = open(*file, name); !opened)
                return opened;
        }
        if (m_order.profile) {
            auto secret = m_workspace.hidingSecret(m_exportDigest.hex());
            if (!secret)
                return secret.error();
            m_secret = std::move(secret).value();
            if (auto opened = open(m_redactions, files::redactions); !opened)
                return opened;
        } else if (m_plan.items > 0) {
            if (auto opened = open(m_receivedIndex, files::receivedIndex); !opened)
                return opened;
        }
        if (auto written = tableFile->write(tableHead()); !written)
            return written;
        for (std::size_t done = 0; done < m_plan.entries.size(); done += recordsAtOnce) {
            if (m_stop.stop_requested())
                return bagStopped();
            const auto some = std::span(m_plan.entries).subspan(done, std::min(recordsAtOnce, m_plan.entries.size() - done));
            const auto rows = m_store.rows(some);
            if (!rows)
                return rows.error();
            const auto bodies = m_store.bodies(some);
            if (!bodies)
                return bodies.error();
            for (std::size_t i = 0; i < some.size(); ++i) {
                const auto path = proofs.path(some[i]);
                const auto leaf = leafOf(m_store, (*rows)[i], (*bodies)[i]);
                if (!path || !leaf)
                    return path ? leaf.error() : path.error();
                const SelectionLine line = lineOf((*rows)[i], *leaf);
                const bool erased = (*rows)[i].erased;
                std::string shown = (*bodies)[i];
                if (erased) {
                    auto stands = erasedLine(line, shown);
                    if (!stands)
                        return stands.error();
                    shown = std::move(stands).value();
                } else if (m_order.profile) {
                    auto redacted = redacting(line, shown);
                    if (!redacted)
                        return redacted.error();
                    shown = std::move(redacted).value();
                } else if (auto kept = receivedItem((*rows)[i]); !kept) {
                    return kept;
                }
                Arena arena;
                const auto document = m_reader.read(shown, arena);
                if (!document)
                    return document.error();
                const Value *hidden = m_order.profile || erased ? document->find("document") : nullptr;
                for (const auto &[file, text] : {std::pair{&entriesFile, shown + '\n'}, {&selectionFile, textOf(line)},
                                                 {&proofsFile, proofLine(line.entry, line.leaf, m_begun.size, *path)},
                                                 {&tableFile, tableRow(tableCells(hidden ? *hidden : *document, line, m_order.zone))}}) {
                    if (auto written = (*file)->write(text); !written)
                        return written;
                }
            }
            if (m_progress)
                m_progress(done + some.size(), m_plan.entries.size());
        }
        const auto digest = selectionFile->finish();
        selectionFile.reset();
        if (!digest)
            return digest.error();
        if (*digest != m_plan.digest || m_workspace.pactsChangedSince(m_plan.size))
            return exportError(ErrorKind::Refused, "MND-BDL-007", "Verdicts changed while the bundle was written: a pact came into force.", "Run the export again.");
        if (auto closed = close({&entriesFile, &proofsFile, &tableFile, &m_receivedIndex, &m_received}); !closed)
            return closed;
        return m_order.profile ? redactionWord() : Result<void>();
    }

    Result<std::string> erasedLine(const SelectionLine &line, const std::string &remains)
    {
        EntryNumber tombstone = line.entry; // none: verification of the bundle says so
        for (const PlacedTombstone &placed : m_tombstones) {
            for (const EntryRange &range : placed.tombstone.entries)
                tombstone = line.entry >= range.first && line.entry <= range.last ? placed.entry : tombstone;
        }
        auto text = textOf(line.entry, tombstone, line.leaf, remains);
        if (text && m_redactions) {
            if (auto written = m_redactions->write(textOf(RedactionLine{line.entry, line.leaf, sha256(*text)})); !written)
                return written.error();
        }
        return text;
    }

    Result<std::string> redacting(const SelectionLine &line, const std::string &body)
    {
        auto redacted = redact(*m_order.profile, m_secret, line.entry, line.leaf, body);
        if (!redacted)
            return redacted.error();
        for (const auto &[name, count] : redacted->hidden)
            m_hidden += count;
        if (auto written = m_redactions->write(textOf(RedactionLine{line.entry, line.leaf, sha256(redacted->line)})); !written)
            return written.error();
        return std::move(redacted->line);
    }

    Result<void> redactionWord()
    {
        const auto digest = m_redactions->finish();
        m_redactions.reset();
        if (!digest)
            return digest.error();
        const auto envelope = m_workspace.envelope(
            redactionPayloadType, redactionPayload(m_store.origin(), m_exportDigest, m_order.profile->digest, *digest, m_plan.entries.size(), m_hidden));
        if (!envelope)
            return envelope.error();
        for (const auto &[name, text] : {std::pair{files::redactionStatement, *envelope + '\n'}, {files::redactionProfile, m_order.profile->canonical + '\n'}}) {
            if (auto put = m_bag.put(name, text); !put)
                return put.error();
        }
        return {};
    }

    /// Keeps the exact bytes once, however many records speak of them.
    Result<void> receivedItem(const Row &row)
    {
        if (!row.item || !m_itemsSeen.insert(*row.item).second)
            return {};
        const auto item = m_store.item(*row.item);
        if (!item)
            return item.error();
        ReceivedLine line{item->digest, {}, 0, item->bytes.size()};
        if (m_plan.items <= mostItemFiles) {
            const std::size_t content = item->bytes.find_first_not_of(" \t\r\n");
            const bool json = content != std::string::npos && (item->bytes[content] == '{' || item->bytes[content] == '[');
            line.file = item->digest.hex() + (json ? ".json" : ".bin");
            if (m_itemFiles.insert(item->digest).second) {
                if (auto put = m_bag.put(files::received + line.file, item->bytes); !put)
                    return put.error();
            }
        } else {
            if (m_received && m_received->octets() + item->bytes.size() > commonFileOctets) {
                if (auto closed = close({&m_received}); !closed)
                    return closed;
            }
            if (!m_received) {
                m_receivedName = "part-" + std::to_string(++m_receivedParts) + ".bin";
                if (auto opened = open(m_received, files::received + m_receivedName); !opened)
                    return opened;
            }
            line.file = m_receivedName;
            line.offset = m_received->octets();
            if (auto written = m_received->write(item->bytes); !written)
                return written;
        }
        return m_receivedIndex->write(textOf(line));
    }

    Result<void> context(InclusionProofs &proofs)
    {
        File bodiesFile, indexFile, proofsFile;
        for (const auto &[file, name] : {std::pair{&bodiesFile, files::ledgerEntries}, {&indexFile, files::ledgerIndex}, {&proofsFile, files::ledgerProofs}}) {
            if (auto opened = open(*file, name); !opened)
                return opened;
        }
        Scope scope;
        for (const auto &[agent, deployment] : m_plan.agents)
            scope.agents.insert(agent);
        scope.sessions = m_plan.sessions;
        for (const PactVersion &pact : m_plan.pacts)
            scope.pacts.insert(pact.document.id);
        scope.selection = selectionJson(m_order.selection);
        scope.first = m_plan.entries.front();
        scope.last = m_plan.entries.back();
        scope.records = m_plan.entries;
        const auto visit = [&](EntryNumber entry, EntryType type, const std::string &body) -> Result<void> {
            const auto path = proofs.path(entry);
            if (!path)
                return path.error();
            const Digest leaf = leafHash(body);
            const bool ours = entry == m_begun.entry;
            const bool withheld = m_order.profile && !ours && std::ranges::find(m_order.profile->withhold, type) != m_order.profile->withhold.end() && !isNoteOf("tombstone", body);
            std::string shown = body;
            if (withheld)
                shown = R"({"entry":)" + std::to_string(entry) + R"(,"leaf":")" + leaf.hex() + R"(","withheld":true})";
            ++m_ledgerLines;
            if (ours)
                m_exportLine = m_ledgerLines;
            (void)m_signed.add(entry, type, body);
            for (const auto &[file, text] : {std::pair{&bodiesFile, shown + '\n'}, {&indexFile, textOf(IndexLine{entry, leaf, type})},
                                             {&proofsFile, proofLine(entry, leaf, m_begun.size, *path)}}) {
                if (auto written = (*file)->write(text); !written)
                    return written;
            }
            return {};
        };
        if (auto read = eachContextEntry(m_store, scope, m_begun.size, visit, m_stop); !read)
            return read;
        return close({&bodiesFile, &indexFile, &proofsFile});
    }

    Result<void> keysAndPacts(InclusionProofs &)
    {
        if (auto put = m_bag.put(files::checkpoint, m_begun.checkpoint); !put)
            return put.error();
        if (m_stamp.given) {
            if (auto put = m_bag.put(files::timestamp, m_stamp.given->second); !put)
                return put.error();
            if (auto put = m_bag.put(files::timestampCertificates, m_stamp.given->first.certificates); !put)
                return put.error();
        }
        if (auto put = m_bag.put(files::workspaceKey, pemOf(m_store.publicKey())); !put)
            return put.error();
        std::set<std::string> written;
        for (const auto &[person, key] : m_signed.personKeys()) {
            const std::string name = personKeyFile(key);
            if (person == m_begun.statement.by && !m_begun.statement.ledger.empty())
                m_exportKeyFile = name; // the newest is the one that signed
            if (!written.insert(name).second)
                continue;
            if (auto put = m_bag.put(name, pemOf(key)); !put)
                return put.error();
        }
        for (const PactVersion &pact : m_plan.pacts) {
            const std::string name = files::pacts + pact.document.id + '-' + pact.document.version;
            if (auto put = m_bag.put(name + ".json", pact.source); !put)
                return put.error();
            const auto words = exportPact({pact.document, pact.source, pact.digest}, ExportTarget::Markdown);
            if (!words || words->files.empty())
                continue; // its conditions do not compile here: its document is there all the same
            if (auto put = m_bag.put(name + ".md", words->files.front().text); !put)
                return put.error();
        }
        const auto begun = m_reader.read(m_begun.body, m_arena);
        if (!begun)
            return begun.error();
        const auto put = m_bag.put(files::exportEnvelope, std::string(begun->findText("envelope").value_or(std::string_view())) + '\n');
        return put ? Result<void>() : Result<void>(put.error());
    }

    Result<void> reports(InclusionProofs &)
    {
        ReportSubject subject{m_order, m_plan, m_begun, {}, m_store.origin(), m_store.publicKey().id(), m_store.publicKey(), m_bag.pathOf("")};
        if (!m_order.selection.incident.empty()) {
            const auto incidents = m_workspace.incidents();
            if (!incidents)
                return incidents.error();
            const auto found = std::ranges::find(*incidents, m_order.selection.incident, &Incident::id);
            if (found != incidents->end())
                subject.incident = *found;
        }
        const PdfReportHead head = headOf(subject);
        File html, pdf;
        for (const auto &[file, name] : {std::pair{&html, files::htmlReport}, {&pdf, files::pdfReport}}) {
            if (auto opened = open(*file, name); !opened)
                return opened;
        }
        const auto page = htmlReport(head.title, head.footer, [&](std::string_view octets) { return html->write(octets); });
        if (auto told = tellReport(subject, *page, m_stop); !told)
            return told;
        if (auto finished = page->finish(); !finished)
            return finished;
        const auto pages = writePdfReport(head, [&](Report &report) { return tellReport(subject, report, m_stop); }, [&](std::string_view octets) { return pdf->write(octets); });
        if (!pages)
            return pages.error();
        m_pages = *pages;
        return close({&html, &pdf});
    }

    Result<void> about()
    {
        using Json = nlohmann::ordered_json;
        const ExportStatement &begun = m_begun.statement;
        Json json{{"format", files::format},
                  {"v", 1},
                  {"origin", m_store.origin()},
                  {"tree_size", m_begun.size},
                  {"root", m_begun.root.hex()},
                  {"workspace_key", m_store.publicKey().id()},
                  {"export_entry", m_begun.entry},
                  {"selection", Json::parse(selectionJson(m_order.selection))},
                  {"selection_words", selectionWords(m_order.selection)},
                  {"selection_digest", m_plan.digest.hex()},
                  {"records", m_plan.entries.size()},
                  {"actions", m_plan.actions},
                  {"ledger_entries", m_ledgerLines},
                  {"zone", m_order.zone.empty() ? Json("UTC") : Json(m_order.zone)},
                  {"matter", begun.matter},
                  {"purpose", begun.purpose},
                  {"exported_by", begun.by},
                  {"exported_at", formatInstant(begun.at)},
                  {"program", "mandate " MANDATE_VERSION}};
        if (m_stamp.given)
            json["timestamp"] = {{"authority", m_stamp.given->first.id}, {"address", m_stamp.given->first.place}};
        else if (!m_stamp.whyNot.empty())
            json["timestamp"] = {{"why_not", m_stamp.whyNot}};
        if (m_plan.erased > 0)
            json["erased"] = m_plan.erased;
        if (m_order.profile) {
            Json classes = Json::object();
            for (const auto &[name, count] : m_plan.hidden)
                classes[name] = count;
            json["redaction"] = {{"profile", m_order.profile->id}, {"profile_digest", m_order.profile->digest.hex()}, {"values", m_hidden}, {"classes", std::move(classes)}};
        }
        if (auto put = m_bag.put(files::about, json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n'); !put)
            return put.error();
        InstructionFacts facts{m_store.publicKey().id(), m_store.origin(),   m_begun.size, m_begun.root, m_plan.entries.size(), m_plan.digest, m_begun.entry, m_exportLine,
                               m_exportKeyFile,          m_order.profile.has_value(), m_hidden,     !m_order.profile && m_plan.items > 0, m_stamp.given.has_value(), m_plan.erased,
                               m_plan.erased == m_plan.entries.size() ? 1 : m_plan.firstWhole + 1};
        const auto put = m_bag.put(files::instructions, verifyInstructions(facts));
        return put ? Result<void>() : Result<void>(put.error());
    }

    Workspace &m_workspace;
    const Store &m_store;
    const ExportOrder &m_order;
    const ExportPlan &m_plan;
    BagWriter &m_bag;
    const RecordedExport &m_begun;
    const CheckpointStamp &m_stamp;
    const ExportProgress &m_progress;
    const std::stop_token &m_stop;
    Digest m_exportDigest;
    Arena m_arena;
    JsonReader m_reader;
    std::vector<PlacedTombstone> m_tombstones{m_workspace.tombstones()};
    SignedEntries m_signed{m_store.publicKey()};
    std::string m_secret;
    std::uint64_t m_hidden = 0;
    File m_redactions;
    std::set<std::uint64_t> m_itemsSeen;
    std::set<Digest> m_itemFiles;
    File m_receivedIndex;
    File m_received;
    std::string m_receivedName;
    std::uint64_t m_receivedParts = 0;
    std::uint64_t m_ledgerLines = 0;
    std::uint64_t m_exportLine = 0;
    std::uint64_t m_pages = 0;
    std::string m_exportKeyFile = files::workspaceKey;
};

} // namespace

Result<ExportOutcome> writeBundle(Workspace &workspace, const ExportOrder &order, const ExportPlan &plan, const std::string &target, BagForm form,
                                  const ExportProgress &progress, std::stop_token stop)
{
    if (auto refusal = workspace.exportRefusal())
        return *refusal;
    auto bag = BagWriter::begin(target, form); // before the ledger says that anything leaves
    if (!bag)
        return bag.error();
    ExportStatement statement;
    statement.selection = selectionJson(order.selection);
    statement.purpose = order.purpose;
    statement.matter = order.matter;
    statement.zone = order.zone;
    statement.records = plan.entries.size();
    statement.selectionDigest = plan.digest;
    if (order.profile) {
        statement.profile = order.profile->id;
        statement.profileDigest = order.profile->digest;
    }
    statement.evidenceSize = plan.size;
    statement.evidenceRoot = plan.root;
    auto begun = workspace.recordExport(statement);
    if (!begun)
        return begun.error();
    ExportStatement end = statement;
    end.begun = sha256(begun->body);
    const auto abandoned = [&](const Error &error) {
        end.step = ExportStep::Abandoned;
        end.purpose = error.happened;
        (void)workspace.recordExport(end); // what went wrong is what matters
        return error;
    };
    ExportOutcome outcome;
    {
        const CheckpointStamp stamp = stampOf(workspace, begun->checkpoint, stop);
        Writing writing(workspace, order, plan, *bag, *begun, stamp, progress, stop);
        if (auto written = writing.write(); !written)
            return abandoned(written.error());
        outcome.ledgerEntries = writing.ledgerEntries();
        outcome.pages = writing.pages();
    }
    BagMetadata metadata{{"Source-Organization", begun->statement.byName.empty() ? begun->statement.by : begun->statement.byName},
                         {"Bagging-Date", formatInstant(begun->statement.at).substr(0, 10)},
                         {"External-Description", "Evidence of what AI agents did: " + selectionWords(order.selection)},
                         {"External-Identifier", "sha256:" + plan.digest.hex()},
                         {"Bag-Software-Agent", "mandate " MANDATE_VERSION}};
    if (!order.matter.empty())
        metadata.emplace_back("Internal-Sender-Identifier", order.matter);
    auto sealed = bag->seal(std::move(metadata), begun->statement.at, stop);
    if (!sealed)
        return abandoned(sealed.error());
    end.step = ExportStep::Sealed;
    end.bundle = sealed->tagManifest;
    end.files = sealed->files;
    if (const auto recorded = workspace.recordExport(std::move(end)); !recorded) {
        Error error = recorded.error();
        error.unaffected = "The bundle is at its place and whole; only the ledger does not say that it was sealed.";
        return error;
    }
    outcome.bag = *sealed;
    outcome.begun = std::move(begun).value();
    return outcome;
}

} // namespace mandate
