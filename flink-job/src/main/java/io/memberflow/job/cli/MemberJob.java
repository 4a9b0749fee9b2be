package io.memberflow.job.cli;

import io.memberflow.engine.CompiledRules;
import io.memberflow.job.MemberPipeline;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.Live;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.decide.LoadedRules;
import io.memberflow.job.sink.CatalogueRow;
import io.memberflow.job.sink.ChangeFeed;
import io.memberflow.job.sink.CutPointsSink;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.MemberSink;
import io.memberflow.job.sink.ProgressSink;
import io.memberflow.job.sink.RejectedSink;
import io.memberflow.job.sink.SettledSink;
import io.memberflow.job.source.EventSources;
import io.memberflow.job.source.KafkaAccess;
import io.memberflow.order.InputProblem;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.rulebook.RulebookProblem;
import io.memberflow.rulebook.TagKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The member job: events from where they are, a rulebook from a folder or the shipped one, the
 * pipeline.
 */
public final class MemberJob implements JobParts {

    @Override
    public void checkInputs(JobConfig config) {
        try {
            EventSources.check(config);
        } catch (InputProblem e) {
            throw WrongUse.because(e);
        }
    }

    @Override
    public List<CatalogueRow> compileRules(JobConfig config) {
        try {
            CompiledRules rules = LoadedRules.get(release(config), config.windows());
            return catalogue(rules.catalogue());
        } catch (RulebookProblem e) {
            throw new WrongUse(e.getMessage(), e);
        }
    }

    @Override
    public void build(StreamExecutionEnvironment env, JobConfig config, long rowVersionFloor) {
        DatabaseConfig database = config.database();
        MemberPipeline.build(
                env,
                config,
                rowVersionFloor,
                inputs(config, release(config)),
                new MemberPipeline.Outputs(
                        new MemberSink(database),
                        RejectedSink.to(database),
                        CutPointsSink.to(database),
                        ProgressSink.to(database),
                        SettledSink.to(database),
                        changeFeed(config)));
    }

    /** Who is told of changes, null for nobody. */
    private static Sink<MemberRows> changeFeed(JobConfig config) {
        Live live = config.live();
        return live == null || live.changeTopic() == null
                ? null
                : new ChangeFeed(KafkaAccess.of(live).properties(), live.changeTopic());
    }

    /** What a configuration names, as the pipeline reads it. */
    public static MemberPipeline.Inputs inputs(JobConfig config, Release release) {
        return new MemberPipeline.Inputs(
                EventSources.orders(config),
                EventSources.members(config),
                EventSources.behaviours(config),
                release);
    }

    private static Release release(JobConfig config) {
        return config.rulesFolder().map(RulebookFiles::folder).orElseGet(RulebookFiles::shipped);
    }

    private static List<CatalogueRow> catalogue(Catalogue catalogue) {
        List<CatalogueRow> rows = new ArrayList<>();
        for (Model model : catalogue.models()) {
            for (int i = 0; i < model.values().size(); i++) {
                Model.Value value = model.values().get(i);
                rows.add(
                        new CatalogueRow(
                                model.id(),
                                value.value(),
                                i + 1,
                                value.value(),
                                value.en(),
                                orEmpty(value.advice()),
                                value.targetShare() == null
                                        ? null
                                        : BigDecimal.valueOf(value.targetShare()),
                                false));
            }
        }
        catalogue.tags().forEach(tag -> rows.addAll(tagRows(tag)));
        return rows;
    }

    /** A row for each listed value; one with an empty value for those of an open key. */
    private static List<CatalogueRow> tagRows(TagKey tag) {
        List<CatalogueRow> rows = new ArrayList<>();
        for (int i = 0; i < tag.values().size(); i++) {
            Model.Value value = tag.values().get(i);
            rows.add(
                    new CatalogueRow(
                            tag.key(),
                            value.value(),
                            i + 1,
                            value.value(),
                            value.en(),
                            orEmpty(value.advice()),
                            null,
                            tag.sensitive()));
        }
        if (tag.open()) {
            rows.add(
                    new CatalogueRow(
                            tag.key(),
                            "",
                            tag.values().size() + 1,
                            tag.key(),
                            tag.en(),
                            "",
                            null,
                            tag.sensitive()));
        }
        return rows;
    }

    private static String orEmpty(String advice) {
        return advice == null ? "" : advice;
    }
}
