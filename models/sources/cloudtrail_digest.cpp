// SPDX-License-Identifier: GPL-3.0-or-later
// Digest files of AWS CloudTrail, which name log files with their SHA-256, and the metadata of a digest file ("aws s3api head-object"), which holds its
// signature. Kept as context with their exact bytes, white space included; what they prove is models/seals.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
#include "models/sources/fields.h"
#include "models/sources/formats.h"
#include "models/sources/outline.h"

namespace mandate {

namespace {

class DigestFile final : public JsonFileAdapter
{
public:
    DigestFile(const SourceFile &file, ItemStream stream) : JsonFileAdapter(file, "cloudtrail-digest", {}, std::move(stream)) {}

protected:
    bool read(const Value &document, Reading &reading) const override
    {
        Record record = reading.common;
        record.kind = RecordKind::Context;
        MapWriter labels(reading.arena());
        if (const Value *metadata = present(document, "Metadata")) {
            labels.take(*metadata, "signature-algorithm");
        } else {
            const Value *files = present(document, "logFiles");
            if (!document.findText("digestS3Object") || !files || !files->isList())
                return reading.wrong("It names no digest file and no list of log files.", "/digestS3Object");
            if (!readText(reading, document, "awsAccountId", {}, record.deployment))
                return false;
            record.occurred = instantOf(document.find("digestEndTime"));
            labels.take(document, "digestS3Object");
            labels.take(document, "digestPublicKeyFingerprint");
            labels.add("logFiles", Value::integer(static_cast<std::int64_t>(files->items().size())));
        }
        record.labels = labels.finish();
        reading.records.push_back(record);
        return true;
    }
};

class DigestAdapter final : public Adapter
{
public:
    std::string_view name() const override { return "cloudtrail-digest"; }
    std::string_view title() const override { return "AWS CloudTrail digest files and their signatures"; }
    bool recognises(const SourceFile &file) const override { return recognise(file).adapter == this; }

    Result<std::unique_ptr<FileAdapter>> open(const SourceFile &file, const std::string &) const override
    {
        if (outlineOf(file.bytes).root != Outline::Root::Object)
            return notOfFormat(file, title(), "it is no object");
        return std::unique_ptr<FileAdapter>(std::make_unique<DigestFile>(file, ItemStream::untouched(file.bytes)));
    }
};

} // namespace

const Adapter &cloudTrailDigestAdapter()
{
    static const DigestAdapter adapter;
    return adapter;
}

} // namespace mandate
