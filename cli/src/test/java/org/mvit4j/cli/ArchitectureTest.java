package org.mvit4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of {@code docs/architecture.md}, checked over every class of the product. */
@AnalyzeClasses(packages = "org.mvit4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrowsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.mvit4j..")
            .withOptionalLayers(true)
            .layer("coco")
            .definedBy("org.mvit4j.coco..")
            .layer("nn")
            .definedBy("org.mvit4j.nn..")
            .layer("backbone")
            .definedBy("org.mvit4j.backbone..")
            .layer("fpn")
            .definedBy("org.mvit4j.fpn..")
            .layer("maskrcnn")
            .definedBy("org.mvit4j.maskrcnn..")
            .layer("data")
            .definedBy("org.mvit4j.data..")
            .layer("detect")
            .definedBy("org.mvit4j.detect..")
            .layer("train")
            .definedBy("org.mvit4j.train..")
            .layer("video")
            .definedBy("org.mvit4j.video..")
            .layer("cli")
            .definedBy("org.mvit4j.cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("train")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("detect")
            .mayOnlyBeAccessedByLayers("train", "cli")
            .whereLayer("maskrcnn")
            .mayOnlyBeAccessedByLayers("detect", "train", "cli")
            .whereLayer("fpn")
            .mayOnlyBeAccessedByLayers("maskrcnn", "detect", "train", "cli")
            .whereLayer("backbone")
            .mayOnlyBeAccessedByLayers("fpn", "maskrcnn", "detect", "train", "video", "cli")
            .whereLayer("video")
            .mayOnlyBeAccessedByLayers("train", "cli")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("detect", "train", "video", "cli")
            .whereLayer("nn")
            .mayNotAccessAnyLayer()
            .whereLayer("coco")
            .mayNotAccessAnyLayer()
            .whereLayer("data")
            .mayOnlyAccessLayers("coco", "nn")
            .whereLayer("backbone")
            .mayOnlyAccessLayers("nn")
            .whereLayer("fpn")
            .mayOnlyAccessLayers("backbone", "nn");

    @ArchTest
    static final ArchRule onlyNnKnowsTheEngine = noClasses()
            .that()
            .resideOutsideOfPackage("org.mvit4j.nn..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.pytorch..")
            .because("nn is the only door to the engine");

    @ArchTest
    static final ArchRule plainJavaStaysPlain = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.mvit4j.coco..",
                    "org.mvit4j.nn.checkpoint..",
                    "org.mvit4j.nn.config..",
                    "org.mvit4j.backbone.config..",
                    "org.mvit4j.backbone.cost..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .because("evaluation, checkpoints and configuration work without a tensor library");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("org.mvit4j.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheCommandLineEndsTheProcess = noClasses()
            .that()
            .resideOutsideOfPackage("org.mvit4j.cli..")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule onlyTheConsolePrints = noClasses()
            .that()
            .resideOutsideOfPackages("org.mvit4j.cli..", "org.mvit4j.bench..")
            .and()
            .haveSimpleNameNotEndingWith("Main")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("libraries log or return; only programs print");

    @ArchTest
    static final ArchRule randomnessIsSeeded = noClasses()
            .should()
            .callConstructor(java.util.Random.class)
            .orShould()
            .callConstructor(java.util.SplittableRandom.class)
            .orShould()
            .callMethod(Math.class, "random")
            .because("every run can be repeated");

    @ArchTest
    static final ArchRule noEmptyNames = noClasses()
            .should()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .because("a class is named after the concept that it is");

    @ArchTest
    static final ArchRule commandsAreNamedSo = classes()
            .that()
            .areAnnotatedWith(picocli.CommandLine.Command.class)
            .and()
            .areNotAssignableTo(Mvit.class)
            .should()
            .haveSimpleNameEndingWith("Command");
}
